# SPDX-License-Identifier: ISC
# What "make fuzz" builds, in the build directory: everything with clang, the
# sanitizers and the fuzzer's eyes (fuzz.mk says with which flags and what).

CC = clang
CFLAGS = -std=gnu11 -O1 -g -fno-omit-frame-pointer -w \
	-fsanitize=address,undefined -fno-sanitize-recover=all
EYES = -fsanitize=fuzzer-no-link
COMPILE = $(CC) $(CFLAGS) $(EYES) -DFUZZING -MMD -MP $(cppflags)

objects = $(patsubst %.c,fuzz/obj/%.o,$(filter-out common/base/arena.c,\
	$(filter %.c,$(sources))) tests/fuzz/arena.c)

all: $(targets:%=fuzz/bin/%)

fuzz/obj/%.o: $(top)/%.c
	@mkdir -p $(@D)
	@$(COMPILE) -c -o $@ $<

fuzz/libfuzzed.a: $(objects)
	@rm -f $@
	@ar rcs $@ $(objects)

fuzz/bin/%: fuzz/obj/tests/fuzz/%.o fuzz/libfuzzed.a
	@mkdir -p fuzz/bin
	@echo "  FUZZ     $*"
	@$(CC) $(CFLAGS) -fsanitize=fuzzer -o $@ $^ $(libs)

.SECONDARY:
-include $(objects:.o=.d) $(targets:%=fuzz/obj/tests/fuzz/%.d)
