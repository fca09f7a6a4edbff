# SPDX-License-Identifier: ISC
# For ./compile and ./tidy: what has to be looked at again, by gcc's own
# dependencies. For GNU make alone, so automake does not see it.
#
# TREE, OUT a directory, SOURCES relative to TREE, COMPILE a command.

objects = $(SOURCES:%.c=$(OUT)/%.o)

all: $(objects)

$(OUT)/%.o: $(TREE)/%.c $(OUT)/.command
	@mkdir -p $(@D)
	@$(COMPILE) -Werror -MMD -MP -fno-diagnostics-show-option -c -o $@ $<

# Another compiler or other flags: all of it again.
$(OUT)/.command: force
	@mkdir -p $(@D)
	@echo '$(COMPILE)' | cmp -s - $@ || echo '$(COMPILE)' >$@

force:
.PHONY: all force

-include $(objects:.o=.d)
