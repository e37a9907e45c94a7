# On a bare Debian machine with Python 3.11 both targets install what is missing, then do it.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SYSTEM_LIBRARIES := libegl1 libgl1 libgles2 libxkbcommon-x11-0 libxcb-cursor0 libxcb-icccm4 libxcb-image0 \
	libxcb-keysyms1 libxcb-randr0 libxcb-render-util0 libxcb-shape0 libdbus-1-3 libfontconfig1 \
	libglib2.0-0 libportaudio2 fonts-dejavu-core fonts-wqy-microhei
# The compiler is for the cameras and clocks that tests preload; without it those are skipped.
TEST_TOOLS := xvfb xdotool strace x11-utils openbox gcc libc6-dev

SOAK := $(BIN)/python benchmarks/soak.py

.PHONY: run test check lint mutated-inputs soak environment kernels uv system-libraries test-tools lock audit

run: system-libraries environment kernels
	$(BIN)/python main.py $(ARGS)

test: system-libraries test-tools environment kernels check

# The first two share the processors; the tests have them to themselves, and a mirror in use.
check:
	$(MAKE) --no-print-directory -j2 --output-sync=target lint mutated-inputs
	QT_QPA_PLATFORM=offscreen ./.ci/soak-beside ./.ci/tests-side-by-side
	$(BIN)/python tests/quality.py
	$(BIN)/python tests/smoke.py

lint:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

mutated-inputs:
	$(BIN)/python benchmarks/mutate_inputs.py

# Two hours of use, then 216,000 frames as fast as they come (hours more): for a machine that does
# nothing else. `python benchmarks/soak.py judge` looks at the samples of a run that was broken off.
soak: system-libraries environment kernels
	$(SOAK) live --samples soak-live.jsonl --plot docs/soak.svg
	$(SOAK) unpaced --samples soak-unpaced.jsonl

environment: $(VENV)/.installed

$(VENV)/.installed: requirements.lock pyproject.toml
	command -v uv >/dev/null 2>&1 || $(PYTHON) -m uv --version >/dev/null 2>&1 || $(MAKE) --no-print-directory uv
	UV=$$(command -v uv || echo "$(PYTHON) -m uv"); \
	test -x $(BIN)/python || $$UV venv --quiet --python "$$($(PYTHON) -c 'import sys; print(sys.executable)')" $(VENV); \
	$$UV pip install --quiet --python $(BIN)/python --require-hashes -r requirements.lock && \
	$$UV pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .
	touch $@

# Compiled once into Numba's cache, or the first mirror would stay undressed for a minute.
kernels: $(VENV)/.kernels

$(VENV)/.kernels: $(VENV)/.installed $(wildcard tryon_ar/kernels/*.py)
	@echo "Compiling the kernels (once, up to a minute) ..." >&2
	$(BIN)/python -c "from tryon_ar.kernels.warmup import warm_up; warm_up()"
	touch $@

# Debian marks its own Python as managed from outside; uv does not touch what it manages.
uv:
	$(PYTHON) -m pip --version >/dev/null 2>&1 || ./.ci/install-debian python3-pip
	$(PYTHON) -m pip install --quiet uv 2>/dev/null || \
		$(PYTHON) -m pip install --quiet --user --break-system-packages uv

# Root on a Debian machine installs libraries; anybody else is told what is missing by the program.
system-libraries:
	@./.ci/install-debian $(SYSTEM_LIBRARIES)

test-tools:
	@./.ci/install-debian $(TEST_TOOLS)

lock:
	uv pip compile pyproject.toml --group dev --universal --generate-hashes --quiet -o requirements.lock

# Asks an advisory service about every pinned dependency; needs a connection to one, and says
# so where there is none. What can be checked without is in tests/test_dependencies.py.
audit: environment
	$(BIN)/python benchmarks/audit.py
