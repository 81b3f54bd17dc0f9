// The parts of Linux that Swift's Glibc module leaves out: waiting for sockets, waking a wait, sending from a file.
#ifndef OTTLA_NETWORK_H
#define OTTLA_NETWORK_H

#if defined(__linux__)
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/sendfile.h>

// accept4 with SOCK_NONBLOCK and SOCK_CLOEXEC: one call instead of three for each connection. `address` is a
// struct sockaddr and `length` its socklen_t; the socket header is not named here, or its types would be this module's.
int network_accept(int listener, void *address, unsigned *length);

// Names the calling thread for tools that list threads.
void network_name_thread(const char *name);
#endif

#endif
