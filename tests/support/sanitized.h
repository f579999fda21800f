/* sanitized.h - whether every access to memory is watched, which takes many
 * times as long, and many addresses. */
#ifndef VIB_SANITIZED_H
#define VIB_SANITIZED_H

#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANITIZED 1
#endif
#endif
#ifndef SANITIZED
#define SANITIZED 0
#endif

#endif
