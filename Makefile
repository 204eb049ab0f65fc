# kubernetes-event-jobs. `make` alone says what there is.
export PATH := $(CURDIR)/node_modules/.bin:$(PATH)
SHELL := /bin/bash
MAKEFLAGS += --no-print-directory
installed := node_modules/.package-lock.json

.PHONY: help demo check test soak format build bench-generate bench-launch image cluster-up cluster-down kubectl clean

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /  make \1|/p' $(MAKEFILE_LIST) | column -t -s '|'

demo: $(installed) ## the main job on this machine, without a cluster, in under two minutes
	@scripts/demo

check: $(installed) ## types, lint, format and unit tests, in about a minute
	@test/run types lint unit

test: $(installed) ## all tests, on a real RabbitMQ and a real KEDA; the first run compiles Kubernetes (root on Linux)
	@test/run

soak: $(installed) ## what takes too long for `make test`, about two hours: chaos under load, and a launcher killed at every step with every kind of message
	@test/soak

format: $(installed) ## formats the sources
	@npm run --silent format

build: $(installed) ## the bundles, into dist/
	@npm run --silent build

bench-generate: $(installed) ## event-jobs generate beside kustomize and helm, into bench/results/generate.md, in under five minutes
	@bench/generate

bench-launch: $(installed) ## the launcher as a process and on a real KEDA, into bench/results/launch.md, in three quarters of an hour (root on Linux)
	@bench/launch

image: ## the launcher's image, by docker, podman or buildah (IMAGE=name:tag, ARCHIVE=FILE for an OCI archive as well)
	@scripts/image

cluster-up: ## a real Kubernetes with KEDA and RabbitMQ on this machine (root on Linux)
	@test/cluster/cluster up

cluster-down: ## ends it and leaves nothing behind
	@test/cluster/cluster down

kubectl: ## kubectl on it: make kubectl ARGS="get pods --all-namespaces"
	@test/cluster/cluster kubectl $(ARGS)

clean: ## removes what was installed and built here
	@rm -rf node_modules dist

$(installed): package.json package-lock.json tools/node/package.json
	@echo "installing npm packages from package-lock.json" >&2
	@npm ci --ignore-scripts --loglevel=error >&2
	@touch $@
