#!/usr/bin/env bash
# lab-packages.sh: what the packet lab's tests need on a GitHub runner. To be run as root.
set -euo pipefail
# Ubuntu refuses user namespaces to programs that it has no profile for; the lab lives in them.
sysctl -w kernel.apparmor_restrict_unprivileged_userns=0 || true
export DEBIAN_FRONTEND=noninteractive RUNLEVEL=1
apt-get update -qq
apt-get install -y -qq --no-install-recommends iproute2 nftables haproxy nginx-light curl iputils-ping socat openssl
