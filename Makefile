# SPDX-License-Identifier: GPL-3.0-or-later
# make          builds build/pdca          make demo     the sample month, with its site
# make test     all tests                  make bench    what it costs
# make install PREFIX=/usr/local DESTDIR=  make lint     clang-tidy, cppcheck, floors
# make reference   published figures through the command line

CC ?= cc
AR ?= ar
PREFIX ?= /usr/local
DESTDIR ?=
BUILD ?= build
VERSION := 0.1.0

WARN := -Wall -Wextra -Wpedantic -Wconversion -Wno-sign-conversion -Wshadow -Wstrict-prototypes -Wformat=2 $(WERROR)
OPT ?= -O2 -g
PKGS := sqlite3 libxml-2.0 libcmark libutf8proc libsodium gsl libzip xlsxwriter
DEBS := libsqlite3-dev sqlite3 libxml2-dev libcmark-dev libutf8proc-dev libsodium-dev libgsl-dev libzip-dev libxlsxwriter-dev \
        libcmocka-dev pkg-config gcc libc6-dev

.DEFAULT_GOAL := all
.DELETE_ON_ERROR:

# What the machine lacks is installed by the first target that needs it, and said.
$(BUILD)/.deps:
	@mkdir -p $(BUILD)
	@src/tool/deps.sh $(DEBS)
	@touch $@

pkgflags = $(shell pkg-config $(1) $(PKGS) 2>/dev/null)
CFLAGS_ALL = -std=c17 $(WARN) -fvisibility=hidden -D_POSIX_C_SOURCE=200809L -DPDCA_VERSION='"$(VERSION)"' -Isrc -Iinclude \
             $(patsubst -I%,-isystem %,$(call pkgflags,--cflags)) $(OPT) $(CFLAGS)
# libxml2 is opened at run time, by the one command that reads XML (src/formats/xml.c)
LIBS_ALL = -Wl,--as-needed $(filter-out -lxml2,$(call pkgflags,--libs)) -ldl -lm $(LIBS)

ROOMS := base store stat chart formats record monitor view site
LIB_SRC := $(sort $(wildcard $(addprefix src/,$(addsuffix /*.c,$(ROOMS)))))
CLI_SRC := $(sort $(wildcard src/cli/*.c))
UNIT_SRC := $(sort $(wildcard tests/unit/test_*.c))
LIB_OBJ := $(LIB_SRC:%.c=$(BUILD)/%.o) $(BUILD)/embed.o $(BUILD)/program.o
CLI_OBJ := $(CLI_SRC:%.c=$(BUILD)/%.o)
UNIT_BIN := $(UNIT_SRC:tests/unit/%.c=$(BUILD)/unit/%)
EMBED := $(sort $(shell find templates src/store/schema src/store/calendar site tests/demo -type f ! -name '.*' 2>/dev/null))

all: $(BUILD)/pdca

$(BUILD)/%.o: %.c | $(BUILD)/.deps
	@mkdir -p $(@D)
	$(CC) $(CFLAGS_ALL) -MMD -MP -c -o $@ $<

$(BUILD)/embed-tool: src/tool/embed.c | $(BUILD)/.deps
	$(CC) -std=c17 -Wall -Wextra -O1 -o $@ $< $$(pkg-config --cflags --libs sqlite3)

$(BUILD)/embed.list: FORCE | $(BUILD)/.deps
	@printf '%s\n' $(EMBED) | cmp -s - $@ || printf '%s\n' $(EMBED) > $@
FORCE:

$(BUILD)/embed.c: $(BUILD)/embed-tool $(EMBED) $(BUILD)/embed.list
	$(BUILD)/embed-tool $(EMBED) > $@

$(BUILD)/embed.o: $(BUILD)/embed.c
	$(CC) -std=c17 -O1 -Isrc -fvisibility=hidden -c -o $@ $<

# What the site's pages were made by: another program may make other pages
$(BUILD)/program.c: $(LIB_SRC) $(wildcard src/*/*.h) $(EMBED) $(BUILD)/embed.list
	@printf 'extern const char program_hash[];\nconst char program_hash[] = "%s";\n' "$$(cat $(sort $(LIB_SRC) $(wildcard src/*/*.h) $(EMBED)) | sha256sum | cut -c1-64)" > $@

$(BUILD)/program.o: $(BUILD)/program.c
	$(CC) -std=c17 -O1 -fvisibility=hidden -c -o $@ $<

$(BUILD)/libpdca.a: $(LIB_OBJ)
	@rm -f $@
	$(AR) rcs $@ $^

$(BUILD)/pdca: $(CLI_OBJ) $(BUILD)/libpdca.a
	$(CC) $(CFLAGS_ALL) -o $@ $^ $(LIBS_ALL)

$(BUILD)/unit/%: $(BUILD)/tests/unit/%.o $(BUILD)/libpdca.a
	@mkdir -p $(@D)
	$(CC) $(CFLAGS_ALL) -o $@ $^ $(LIBS_ALL) -lcmocka

demo: $(BUILD)/pdca
	@rm -rf $(BUILD)/demo
	@$(BUILD)/pdca demo $(BUILD)/demo

test: $(BUILD)/pdca $(UNIT_BIN)
	@BUILD=$(BUILD) tests/run.sh

reference: $(BUILD)/pdca
	@BUILD=$(BUILD) tests/reference/run.sh

$(BUILD)/bench-measure: tests/bench/measure.c
	$(CC) -O2 -Wall -Wextra -o $@ $<

$(BUILD)/bench-fill: $(BUILD)/tests/bench/fill.o $(BUILD)/libpdca.a
	$(CC) $(CFLAGS_ALL) -o $@ $^ $(LIBS_ALL)

# Chromium, axe and html-validate over the sample month's site; screenshots in build/screens
test-browser: $(BUILD)/pdca
	@BUILD=$(BUILD) tests/browser/run.sh

$(BUILD)/bench-load $(BUILD)/bench-scan: $(BUILD)/bench-%: tests/bench/%.c
	$(CC) -std=gnu17 -O2 -Wall -Wextra -o $@ $< $$(pkg-config --cflags --libs sqlite3) -lm

$(BUILD)/bench-write: $(BUILD)/tests/bench/write.o $(BUILD)/libpdca.a
	$(CC) $(CFLAGS_ALL) -o $@ $^ $(LIBS_ALL)

bench: $(BUILD)/pdca $(BUILD)/bench-measure $(BUILD)/bench-fill $(BUILD)/bench-load $(BUILD)/bench-scan $(BUILD)/bench-write
	@BUILD=$(BUILD) tests/bench/run.sh

lint: $(BUILD)/pdca
	@BUILD=$(BUILD) tests/lint.sh

# China's official calendar, anew from its npm package
calendar:
	@src/tool/calendar.sh

install: $(BUILD)/pdca
	install -Dm755 $(BUILD)/pdca $(DESTDIR)$(PREFIX)/bin/pdca
	install -Dm644 $(BUILD)/libpdca.a $(DESTDIR)$(PREFIX)/lib/libpdca.a
	install -d $(DESTDIR)$(PREFIX)/include
	install -m644 include/*.h $(DESTDIR)$(PREFIX)/include/

clean:
	rm -rf $(BUILD)

.PHONY: all calendar demo test reference bench lint install clean FORCE
.SECONDARY:
-include $(LIB_OBJ:.o=.d) $(CLI_OBJ:.o=.d) $(UNIT_SRC:%.c=$(BUILD)/%.d)
