/*
 * What runs in the pods that are measured, static, so that its own start is next to nothing.
 *   processor start   writes the time into the termination message, in milliseconds since 1970
 *   processor nothing
 */
#include <stdio.h>
#include <string.h>
#include <time.h>

int main(int argc, char **argv)
{
	struct timespec now;
	clock_gettime(CLOCK_REALTIME, &now);
	if (argc != 2 || strcmp(argv[1], "start") != 0) return argc == 2 && strcmp(argv[1], "nothing") == 0 ? 0 : 2;
	FILE *message = fopen("/dev/termination-log", "w");
	return message == NULL || fprintf(message, "%.3f", now.tv_sec * 1e3 + now.tv_nsec / 1e6) < 0 || fclose(message) != 0;
}
