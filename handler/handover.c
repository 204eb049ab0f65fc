/*
 * The first program of the processor's container, `[/event/handover, command...]`: reads the file `outcome` beside itself and becomes
 * the command, or ends with the launcher's code, or waits for that code. The format is outcome.ts's, the exit codes are contract.ts's.
 * In C and static because it runs in the user's image, where no libc, shell or /proc may be assumed; and because a shell would drop
 * variables that are no shell names and add its own. It touches no signal, descriptor or directory (but a signal while it waits, after
 * which no command follows): the command finds what it would find without it.
 */
#define _GNU_SOURCE /* execvpe */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { TRANSIENT = 75, NO_OUTCOME = 125, NOT_EXECUTABLE = 126, NOT_FOUND = 127 };
enum { LARGEST = 16 << 20 }; /* execve takes 6 MiB at most; more is no outcome of ours, and must not fill the processor's memory */

static _Noreturn void fail(const char *what, const char *why)
{
	fprintf(stderr, "handover: %s: %s\n", what, why);
	exit(NO_OUTCOME);
}

struct outcome {
	const char *bytes, **record; /* version, kind, ..., =end */
	size_t size, count;
};

static struct outcome contents(const char *file)
{
	struct stat status;
	int fd = open(file, O_RDONLY | O_CLOEXEC | O_NONBLOCK); /* a FIFO in its place is refused below, not waited for */
	if (fd < 0 || fstat(fd, &status) != 0) fail(file, strerror(errno));
	if (!S_ISREG(status.st_mode)) fail(file, "not a regular file");
	if (status.st_size == 0) fail(file, "empty");
	if (status.st_size > LARGEST) fail(file, "too large");
	struct outcome left = {.size = (size_t)status.st_size};
	left.bytes = mmap(NULL, left.size, PROT_READ, MAP_PRIVATE, fd, 0); /* the launcher renames it into place and never changes it */
	if (left.bytes == MAP_FAILED) fail(file, strerror(errno));
	close(fd);
	return left;
}

/* Its NUL-terminated records, of which the first and the last are checked. */
static struct outcome outcome_of(const char *file)
{
	struct outcome left = contents(file);
	const char *bytes = left.bytes, *end = bytes + left.size;
	if (end[-1] != '\0') fail(file, "torn: ends inside a record");
	for (const char *at = bytes; at < end; at++) left.count += *at == '\0';
	left.record = calloc(left.count, sizeof *left.record);
	if (left.record == NULL) fail(file, strerror(errno));
	for (size_t i = 0; i < left.count; i++, bytes += strlen(bytes) + 1) left.record[i] = bytes;
	if (strcmp(left.record[0], "event-jobs/1") != 0) fail(file, "of a version that this program does not read");
	if (strcmp(left.record[left.count - 1], "=end") != 0) fail(file, "torn: no end mark");
	return left;
}

static bool says(struct outcome left, const char *kind, size_t words)
{
	return left.count == words + 3 && strcmp(left.record[1], kind) == 0;
}

static bool unchanged(const char *file, struct outcome left)
{
	struct outcome now = contents(file);
	bool same = now.size == left.size && memcmp(now.bytes, left.bytes, left.size) == 0;
	munmap((void *)now.bytes, now.size);
	return same;
}

/* What the launcher puts in the place of `wait` once the processor's own Job has ended; looked for, as after a restart of the launcher it
 * is another process that does so. SIGTERM is blocked and fetched: by its default, process 1 would not get it. */
static struct outcome awaited(const char *file, struct outcome wait)
{
	const struct timespec pause = {.tv_nsec = 200 * 1000 * 1000};
	bool stopped = false;
	sigset_t stop;
	sigemptyset(&stop);
	sigaddset(&stop, SIGTERM);
	sigprocmask(SIG_BLOCK, &stop, NULL);
	fprintf(stderr, "handover: waiting until the processor's Job has ended\n");
	while (unchanged(file, wait)) {
		if (stopped) {
			fprintf(stderr, "handover: stopped while waiting, exit %d\n", TRANSIENT);
			exit(TRANSIENT);
		}
		stopped = sigtimedwait(&stop, NULL, &pause) == SIGTERM;
	}
	struct outcome left = outcome_of(file);
	if (!says(left, "exit", 1)) fail(file, "malformed: says no exit after wait");
	return left;
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

	struct outcome left = outcome_of(file);
	bool waits = says(left, "wait", 0);
	if (waits) left = awaited(file, left);
	if (says(left, "exit", 1)) {
		int code = exit_code(file, left.record[2]);
		fprintf(stderr, "handover: %s, exit %d\n", waits ? "the wait is over" : "nothing to run", code);
		return code;
	}
	if (strcmp(left.record[1], "run") != 0) fail(file, "malformed: says neither run nor wait nor exit");
	const char **variables = environment(file, environ, left.record + 2, left.count - 3);
	if (argc < 2) fail(file, "says run, but no command follows this program");

	/* musl's looks into the container's own PATH (a message never sets it) and hands no script without #! to a shell. */
	execvpe(argv[1], argv + 1, (char *const *)variables);
	int error = errno;
	const char *hint = error == E2BIG ? " (command and environment together are over the kernel's limit)" : "";
	fprintf(stderr, "handover: cannot run %s: %s%s\n", argv[1], strerror(error), hint);
	return error == ENOENT || error == ENOTDIR ? NOT_FOUND : NOT_EXECUTABLE;
}
