/* libcurl, and what Swift cannot call of it: curl_easy_setopt and curl_easy_getinfo take a variable number of arguments.
   https://curl.se/libcurl/c/ */
#pragma once
#define CURL_DISABLE_TYPECHECK
#include <curl/curl.h>
#include <string.h>
#include <sys/socket.h>
#include <netinet/in.h>

static inline CURLcode qipan_curl_set_text(CURL *curl, CURLoption option, const char *text) {
    return curl_easy_setopt(curl, option, text);
}

static inline CURLcode qipan_curl_set_number(CURL *curl, CURLoption option, long number) {
    return curl_easy_setopt(curl, option, number);
}

static inline CURLcode qipan_curl_set_list(CURL *curl, CURLoption option, struct curl_slist *list) {
    return curl_easy_setopt(curl, option, list);
}

static inline long qipan_curl_status(CURL *curl) {
    long status = 0;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    return status;
}

/* What is sent, and how much of it has gone. */
typedef struct {
    const char *bytes;
    size_t count;
    size_t taken;
} qipan_upload;

static inline size_t qipan_curl_read(char *buffer, size_t size, size_t count, void *context) {
    qipan_upload *upload = (qipan_upload *)context;
    size_t rest = upload->count - upload->taken;
    size_t part = size * count < rest ? size * count : rest;
    if (part > 0) memcpy(buffer, upload->bytes + upload->taken, part);
    upload->taken += part;
    return part;
}

static inline CURLcode qipan_curl_set_upload(CURL *curl, qipan_upload *upload) {
    curl_easy_setopt(curl, CURLOPT_READFUNCTION, qipan_curl_read);
    curl_easy_setopt(curl, CURLOPT_READDATA, upload);
    curl_easy_setopt(curl, CURLOPT_INFILESIZE_LARGE, (curl_off_t)upload->count);
    return curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
}

/* What the other side answers is not kept; one that talks without end is cut off. */
static inline size_t qipan_curl_ignore(char *bytes, size_t size, size_t count, void *context) {
    size_t *taken = (size_t *)context;
    (void)bytes;
    *taken += size * count;
    return *taken > 65536 ? 0 : size * count;
}

static inline CURLcode qipan_curl_ignore_answer(CURL *curl, size_t *taken) {
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, taken);
    return curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, qipan_curl_ignore);
}

/* Where the other side's answer is kept; one that is longer is cut off, which is an error. */
typedef struct {
    void *bytes;
    size_t capacity;
    size_t count;
} qipan_answer;

static inline size_t qipan_curl_keep(char *bytes, size_t size, size_t count, void *context) {
    qipan_answer *answer = (qipan_answer *)context;
    size_t part = size * count;
    if (part > answer->capacity - answer->count) return 0;
    if (part > 0) memcpy((char *)answer->bytes + answer->count, bytes, part);
    answer->count += part;
    return part;
}

static inline CURLcode qipan_curl_keep_answer(CURL *curl, qipan_answer *answer) {
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, answer);
    return curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, qipan_curl_keep);
}

/* Says of 4 or 16 bytes of an address whether it may be connected to. */
typedef struct {
    int (*may_connect)(const unsigned char *address, size_t count);
    int refused;
} qipan_guard;

/* Asked with the very address that the connection would go to, so no answer of a name server can change behind the check. */
static inline curl_socket_t qipan_curl_open(void *context, curlsocktype purpose, struct curl_sockaddr *address) {
    qipan_guard *guard = (qipan_guard *)context;
    const unsigned char *bytes = NULL;
    size_t count = 0;
    (void)purpose;
    if (address->family == AF_INET) {
        bytes = (const unsigned char *)&((struct sockaddr_in *)&address->addr)->sin_addr;
        count = 4;
    } else if (address->family == AF_INET6) {
        bytes = (const unsigned char *)&((struct sockaddr_in6 *)&address->addr)->sin6_addr;
        count = 16;
    }
    if (bytes == NULL || !guard->may_connect(bytes, count)) {
        guard->refused = 1;
        return CURL_SOCKET_BAD;
    }
    return socket(address->family, address->socktype, address->protocol);
}

static inline CURLcode qipan_curl_set_guard(CURL *curl, qipan_guard *guard) {
    curl_easy_setopt(curl, CURLOPT_OPENSOCKETDATA, guard);
    return curl_easy_setopt(curl, CURLOPT_OPENSOCKETFUNCTION, qipan_curl_open);
}
