/* SPDX-License-Identifier: ISC */
/*
 * method.h - the request methods of HTTP that the farm knows.
 */
#ifndef FARM_BASE_METHOD_H
#define FARM_BASE_METHOD_H

enum method { GET, POST, PUT, DELETE, METHOD__COUNT };

extern const char *const method_words[]; /* "GET", …; ends with NULL */

#endif
