/*
 * usage FILE COMMAND...: runs a command, writes what it took into FILE as `wall user system memory`, the times in microseconds and the
 * peak of the memory in KiB, and ends with the command's code. GNU time has hundredths of a second, which is too coarse for a
 * launcher; and a process inherits the peak of the one that starts it, so that this must be smaller than any that is measured.
 * SIGTERM is passed on.
 */
#define _GNU_SOURCE
#include <signal.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static pid_t child;

static void pass_on(int signal) { kill(child, signal); }

static long long microseconds(struct timeval time) { return time.tv_sec * 1000000LL + time.tv_usec; }

int main(int argc, char **argv)
{
	struct timespec began, ended;
	struct rusage used;
	int status;
	if (argc < 3) return 2;
	clock_gettime(CLOCK_MONOTONIC, &began);
	child = vfork();
	if (child == 0) {
		execvp(argv[2], argv + 2);
		_exit(127);
	}
	signal(SIGTERM, pass_on);
	while (wait4(child, &status, 0, &used) < 0);
	clock_gettime(CLOCK_MONOTONIC, &ended);
	FILE *file = fopen(argv[1], "w");
	if (file == NULL) return 2;
	fprintf(file, "%lld %lld %lld %ld\n", (ended.tv_sec - began.tv_sec) * 1000000LL + (ended.tv_nsec - began.tv_nsec) / 1000,
		microseconds(used.ru_utime), microseconds(used.ru_stime), used.ru_maxrss);
	fclose(file);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
