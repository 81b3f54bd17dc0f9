#define _GNU_SOURCE
#include "network.h"

#if defined(__linux__)
#include <pthread.h>
#include <sys/socket.h>

int network_accept(int listener, void *address, unsigned *length) {
    return accept4(listener, address, length, SOCK_NONBLOCK | SOCK_CLOEXEC);
}

void network_name_thread(const char *name) { pthread_setname_np(pthread_self(), name); }
#endif
