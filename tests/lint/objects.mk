# SPDX-License-Identifier: ISC
# For ./each: what has to be looked at again, by gcc's own dependencies. For
# GNU make alone, so automake does not see it.
#
# TREE, OUT a directory, SOURCES relative to TREE, LOOK a command that reads
# $< and fails when it found something, DEPENDS one that tells what $< reads.

objects = $(SOURCES:%.c=$(OUT)/%.ok)

all: $(objects)

$(OUT)/%.ok: $(TREE)/%.c $(OUT)/.command
	@mkdir -p $(@D)
	@$(DEPENDS) -MM -MP -MT $@ -MF $(OUT)/$*.d $<
	@$(LOOK)
	@touch $@

# Another program or other flags: all of it again.
$(OUT)/.command: force
	@mkdir -p $(@D)
	@echo '$(subst ','\'',$(value LOOK))' | cmp -s - $@ || \
		echo '$(subst ','\'',$(value LOOK))' >$@

force:
.PHONY: all force

-include $(objects:.ok=.d)
