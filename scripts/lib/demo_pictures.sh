# SPDX-License-Identifier: ISC
demo_pictures()
{
	:
}
