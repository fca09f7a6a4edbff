# SPDX-License-Identifier: ISC
# make lint, make format: how the code looks.
