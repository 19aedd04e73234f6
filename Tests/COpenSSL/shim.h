// The tests' own TLS server: what it takes of OpenSSL are functions, and no macro. Nothing else belongs in this file.
#ifndef SMILEPOST_COPENSSL_SHIM_H
#define SMILEPOST_COPENSSL_SHIM_H

#include <openssl/ssl.h>

#endif
