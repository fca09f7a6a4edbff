/* SPDX-License-Identifier: ISC */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/base/log.h"
#include "common/base/text.h"
#include "common/http/private_file.h"
#include "common/http/request.h"
#include "common/model/config.h"

#define PATH_SIZE 512

static enum err
disk_failed(const char *what)
{
	log_write(LOG_ERROR, "a private file could not be written", "what",
	    what, "errno", strerror(errno), NULL);
	return ERR_UNAVAILABLE;
}

int
private_file_new(void)
{
	char path[PATH_SIZE];
	int fd = open(config.private_dir, O_TMPFILE | O_RDWR | O_CLOEXEC, 0640);

	if (fd != -1)
		return fd;
	/* A file system without O_TMPFILE. */
	snprintf(path, sizeof(path), "%s/new.XXXXXX", config.private_dir);
	if ((fd = mkostemp(path, O_CLOEXEC)) == -1)
		disk_failed("new");
	else
		unlink(path);
	return fd;
}

static void
path_of(const char *kind, struct uuid id, char *out)
{
	snprintf(out, PATH_SIZE, "%s/%s/%s", config.private_dir, kind, id.text);
}

/* Give the file a name; false when the file system cannot (see above). */
static bool
file_link(int fd, const char *path)
{
	char proc[64];

	snprintf(proc, sizeof(proc), "/proc/self/fd/%d", fd);
	return linkat(AT_FDCWD, proc, AT_FDCWD, path, AT_SYMLINK_FOLLOW) == 0;
}

static enum err
file_copy(const struct upload *u, const char *path)
{
	int     to = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0640);
	off_t   at = 0;
	ssize_t n = 1;

	if (to == -1)
		return errno == EEXIST ? ERR_CONFLICT : disk_failed("open");
	while (at < u->size && n > 0)
		n = sendfile(to, u->fd, &at, (size_t)(u->size - at));
	if (at == u->size && fsync(to) == 0 && close(to) == 0)
		return ERR_OK;
	unlink(path);
	return disk_failed("copy");
}

/* A new name is on the disk only after its directory is synced. */
static enum err
folder_sync(const char *folder)
{
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int failed;

	if (fd == -1)
		return disk_failed("folder");
	failed = fsync(fd);
	close(fd);
	return failed == 0 ? ERR_OK : disk_failed("folder");
}

enum err
private_keep(const struct upload *u, const char *kind, struct uuid id)
{
	char     folder[PATH_SIZE], path[PATH_SIZE];
	enum err e = ERR_OK;

	snprintf(folder, sizeof(folder), "%s/%s", config.private_dir, kind);
	if (mkdir(folder, 0750) == -1 && errno != EEXIST)
		return disk_failed("mkdir");
	path_of(kind, id, path);
	if (fsync(u->fd) == -1)
		return disk_failed("fsync");
	if (!file_link(u->fd, path))
		e = errno == EEXIST ? ERR_CONFLICT : file_copy(u, path);
	return e == ERR_OK ? folder_sync(folder) : e;
}

enum err
private_remove(const char *kind, struct uuid id)
{
	char path[PATH_SIZE];

	path_of(kind, id, path);
	return unlink(path) == 0 || errno == ENOENT ? ERR_OK :
						      disk_failed("unlink");
}

void
private_send(struct req *rq, const char *kind, struct uuid id, const char *type,
    const char *save_as)
{
	buf_printf(rq->headers,
	    "X-Accel-Redirect: /_private/%s/%s\r\n"
	    "Content-Disposition: attachment; filename*=UTF-8''",
	    kind, id.text);
	url_text(rq->headers, save_as, strlen(save_as));
	buf_str(rq->headers, "\r\n");
	rq->type = type;
}
