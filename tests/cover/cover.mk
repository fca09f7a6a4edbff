# SPDX-License-Identifier: ISC
# make cover: what the tests reach, by folder, with a floor.
