// Swift cannot call variadic C functions, and curl_easy_setopt and curl_easy_getinfo are variadic: here is one typed
// inline wrapper for each kind of argument that Transport uses. Nothing else belongs in this file.
#ifndef SMILEPOST_CCURL_SHIM_H
#define SMILEPOST_CCURL_SHIM_H

#include <curl/curl.h>
#include <openssl/ssl.h>
#include <time.h>

// CURLOPT_PROTOCOLS_STR came with 7.85.0; Debian 12 has 7.88.1.
_Static_assert(LIBCURL_VERSION_NUM >= 0x075500, "Smilepost needs libcurl 7.85.0 or later");

// Transport gives sizes and flags as CLong.
_Static_assert(sizeof(curl_off_t) >= sizeof(long), "a long must fit in a curl_off_t");

// Options whose argument is a long: numbers and flags.
static inline CURLcode smilepost_curl_set_long(CURL *handle, CURLoption option, long value) {
    return curl_easy_setopt(handle, option, value);
}

// Options whose argument is a curl_off_t: sizes.
static inline CURLcode smilepost_curl_set_size(CURL *handle, CURLoption option, curl_off_t value) {
    return curl_easy_setopt(handle, option, value);
}

// Options whose argument is a string; libcurl copies it. NULL sets the option back.
static inline CURLcode smilepost_curl_set_string(CURL *handle, CURLoption option, const char *value) {
    return curl_easy_setopt(handle, option, value);
}

// Options whose argument is a pointer that libcurl keeps as it is: contexts, buffers, bodies that are not copied.
static inline CURLcode smilepost_curl_set_pointer(CURL *handle, CURLoption option, const void *value) {
    return curl_easy_setopt(handle, option, value);
}

// Request headers: the list must outlive the transfer.
static inline CURLcode smilepost_curl_set_list(CURL *handle, CURLoption option, struct curl_slist *value) {
    return curl_easy_setopt(handle, option, value);
}

// Called with each piece of the body (CURLOPT_WRITEFUNCTION) and each header line (CURLOPT_HEADERFUNCTION).
typedef size_t (*smilepost_curl_receiver)(char *bytes, size_t size, size_t count, void *context);

static inline CURLcode smilepost_curl_set_receiver(CURL *handle, CURLoption option, smilepost_curl_receiver value) {
    return curl_easy_setopt(handle, option, value);
}

// Called about once a second and whenever bytes move; anything but 0 ends the transfer.
static inline CURLcode smilepost_curl_set_progress(CURL *handle, curl_xferinfo_callback value) {
    return curl_easy_setopt(handle, CURLOPT_XFERINFOFUNCTION, value);
}

static inline CURLcode smilepost_curl_set_moment(CURL *handle, void *tls, void *moment) {
    (void)handle;
    X509_VERIFY_PARAM_set_time(SSL_CTX_get0_param((SSL_CTX *)tls), *(const time_t *)moment);
    return CURLE_OK;
}

// Has certificates judged by a moment in place of the system's clock; it is read at each handshake. OpenSSL only:
// other libraries below libcurl refuse the option.
static inline CURLcode smilepost_curl_judge_at(CURL *handle, const time_t *moment) {
    CURLcode code = curl_easy_setopt(handle, CURLOPT_SSL_CTX_FUNCTION, smilepost_curl_set_moment);
    return code == CURLE_OK ? curl_easy_setopt(handle, CURLOPT_SSL_CTX_DATA, (void *)moment) : code;
}

// The body of a mail: the tree of parts must outlive the transfer.
static inline CURLcode smilepost_curl_set_mime(CURL *handle, curl_mime *value) {
    return curl_easy_setopt(handle, CURLOPT_MIMEPOST, value);
}

// Told what goes over a connection that is spoken in commands, and what libcurl says of it.
static inline CURLcode smilepost_curl_set_listener(CURL *handle, curl_debug_callback value) {
    return curl_easy_setopt(handle, CURLOPT_DEBUGFUNCTION, value);
}

// Answers that are a long: the status, the operating system's error number.
static inline CURLcode smilepost_curl_get_long(CURL *handle, CURLINFO info, long *value) {
    return curl_easy_getinfo(handle, info, value);
}

// curl_global_init flags are a macro with a cast inside.
static inline CURLcode smilepost_curl_global_init(void) {
    return curl_global_init(CURL_GLOBAL_DEFAULT);
}

#endif
