/*
 * The first program of the processor's container, `[/event/handover, command...]`: reads the file `outcome` beside itself and becomes
 * the command, or ends with the launcher's code. The format is outcome.ts's, the exit codes are contract.ts's.
 * In C and static because it runs in the user's image, where no libc, shell or /proc may be assumed; and because a shell would drop
 * variables that are no shell names and add its own. It touches no signal, descriptor or directory: the command finds what it would
 * find without it.
 */
#define _GNU_SOURCE /* execvpe */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { NO_OUTCOME = 125, NOT_EXECUTABLE = 126, NOT_FOUND = 127 };
enum { LARGEST = 16 << 20 }; /* execve takes 6 MiB at most; more is no outcome of ours, and must not fill the processor's memory */

static _Noreturn void fail(const char *what, const char *why)
{
	fprintf(stderr, "handover: %s: %s\n", what, why);
	exit(NO_OUTCOME);
}

static const char *contents(const char *file, size_t *size)
{
	struct stat status;
	int fd = open(file, O_RDONLY | O_CLOEXEC | O_NONBLOCK); /* a FIFO in its place is refused below, not waited for */
	if (fd < 0 || fstat(fd, &status) != 0) fail(file, strerror(errno));
	if (!S_ISREG(status.st_mode)) fail(file, "not a regular file");
	if (status.st_size == 0) fail(file, "empty");
	if (status.st_size > LARGEST) fail(file, "too large");
	*size = (size_t)status.st_size;
	const char *bytes = mmap(NULL, *size, PROT_READ, MAP_PRIVATE, fd, 0); /* the launcher renames it into place and never changes it */
	if (bytes == MAP_FAILED) fail(file, strerror(errno));
	close(fd);
	return bytes;
}

/* The NUL-terminated records, of which the first and the last are checked: version, kind, ..., =end. */
static const char **records(const char *file, size_t *count)
{
	size_t size, n = 0;
	const char *bytes = contents(file, &size), *end = bytes + size;
	if (end[-1] != '\0') fail(file, "torn: ends inside a record");
	for (const char *at = bytes; at < end; at++) n += *at == '\0';
	const char **list = calloc(n, sizeof *list);
	if (list == NULL) fail(file, strerror(errno));
	for (size_t i = 0; i < n; i++, bytes += strlen(bytes) + 1) list[i] = bytes;
	if (strcmp(list[0], "event-jobs/1") != 0) fail(file, "of a version that this program does not read");
	if (strcmp(list[n - 1], "=end") != 0) fail(file, "torn: no end mark");
	*count = n;
	return list;
}

static int exit_code(const char *file, const char *text)
{
	char canonical[4];
	int code = atoi(text);
	snprintf(canonical, sizeof canonical, "%d", code & 255);
	if (strcmp(text, canonical) != 0) fail(file, "malformed: the exit code is no number from 0 to 255");
	return code;
}

static bool names(const char *record, const char *variable)
{
	size_t length = strcspn(variable, "=");
	return strncmp(record, variable, length) == 0 && (record[length] == '=' || record[length] == '\0');
}

/* What is inherited and not named by the outcome, then what the outcome sets, each in its order. */
static const char **environment(const char *file, char **inherited, const char **changes, size_t count)
{
	size_t n = 0, i;
	while (inherited[n] != NULL) n++;
	const char **result = calloc(n + count + 1, sizeof *result), **next = result;
	if (result == NULL) fail(file, strerror(errno));
	for (i = 0; i < count; i++)
		if (changes[i][0] == '=' || changes[i][0] == '\0') fail(file, "malformed: a variable without a name");
	for (; *inherited != NULL; inherited++) {
		for (i = 0; i < count && !names(changes[i], *inherited); i++);
		if (i == count) *next++ = *inherited;
	}
	for (i = 0; i < count; i++)
		if (strchr(changes[i], '=') != NULL) *next++ = changes[i];
	return result;
}

int main(int argc, char **argv)
{
	const char *slash = argc > 0 ? strrchr(argv[0], '/') : NULL;
	char file[PATH_MAX];
	if (slash == NULL) fail("outcome", "no directory to look in: this program must be started by its path");
	int length = snprintf(file, sizeof file, "%.*s/outcome", (int)(slash - argv[0]), argv[0]);
	if (length >= (int)sizeof file) fail("outcome", strerror(ENAMETOOLONG));

	size_t count;
	const char **record = records(file, &count);
	if (strcmp(record[1], "exit") == 0 && count == 4) {
		int code = exit_code(file, record[2]);
		fprintf(stderr, "handover: nothing to run, exit %d\n", code);
		return code;
	}
	if (strcmp(record[1], "run") != 0) fail(file, "malformed: says neither run nor exit");
	const char **variables = environment(file, environ, record + 2, count - 3);
	if (argc < 2) fail(file, "says run, but no command follows this program");

	/* musl's looks into the container's own PATH (a message never sets it) and hands no script without #! to a shell. */
	execvpe(argv[1], argv + 1, (char *const *)variables);
	int error = errno;
	const char *hint = error == E2BIG ? " (command and environment together are over the kernel's limit)" : "";
	fprintf(stderr, "handover: cannot run %s: %s%s\n", argv[1], strerror(error), hint);
	return error == ENOENT || error == ENOTDIR ? NOT_FOUND : NOT_EXECUTABLE;
}
