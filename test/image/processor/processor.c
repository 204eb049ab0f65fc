/*
 * What the tests run as a processor: static and alone in its image, so that nothing but the product can have made its environment.
 *   processor env            its pid, user, working directory, arguments and environment as one line of JSON, strings in hex
 *   processor sleep SECONDS  (a fraction too), then exit 0
 *   processor exit CODE
 *   processor wait           says so, waits for SIGTERM, says `SIGTERM` and exits with 42
 * All print TARGET first where it is set, so that a log says whose it is; env does not.
 */
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static void hex(const char *text)
{
	putchar('"');
	for (; *text; text++) printf("%02x", (unsigned char)*text);
	putchar('"');
}

static void list(const char *name, char **strings)
{
	printf(",\"%s\":[", name);
	for (char **at = strings; *at; at++) {
		if (at > strings) putchar(',');
		hex(*at);
	}
	putchar(']');
}

static int env(char **argv)
{
	extern char **environ;
	char cwd[PATH_MAX];
	printf("{\"pid\":%d,\"uid\":%d,\"cwd\":", getpid(), getuid());
	hex(getcwd(cwd, sizeof cwd) ? cwd : "");
	list("arguments", argv);
	list("environment", environ);
	puts("}");
	return 0;
}

static int wait_for_term(void)
{
	sigset_t term;
	int signal;
	sigemptyset(&term);
	sigaddset(&term, SIGTERM);
	sigprocmask(SIG_BLOCK, &term, NULL);
	puts("waiting");
	fflush(stdout);
	sigwait(&term, &signal);
	puts("SIGTERM");
	return 42;
}

static int pause_for(double seconds)
{
	struct timespec left = {(time_t)seconds, (long)((seconds - (time_t)seconds) * 1e9)};
	while (nanosleep(&left, &left) != 0);
	return 0;
}

int main(int argc, char **argv)
{
	const char *what = argc > 1 ? argv[1] : "", *target = getenv("TARGET");
	if (strcmp(what, "env") == 0) return env(argv);
	if (target) puts(target);
	fflush(stdout);
	if (strcmp(what, "sleep") == 0 && argc == 3) return pause_for(atof(argv[2]));
	if (strcmp(what, "exit") == 0 && argc == 3) return atoi(argv[2]);
	if (strcmp(what, "wait") == 0) return wait_for_term();
	fprintf(stderr, "usage: processor env | sleep SECONDS | exit CODE | wait\n");
	return 2;
}
