/* The counters of what ran, which libFuzzer looks at, shared with the children
 * of this process: where a reader works in one, an input that takes it to new
 * places is seen to. The edges of their pages hold other things and stay. */
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* The linker's names for the ends of the section. */
extern uint8_t first[] __asm__("__start___sancov_cntrs");
extern uint8_t last[] __asm__("__stop___sancov_cntrs");

int LLVMFuzzerInitialize(int *argc, char ***argv);

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
    uintptr_t from = ((uintptr_t)first + page - 1) / page * page;
    uintptr_t to = (uintptr_t)last / page * page;
    uint8_t *kept;

    (void)argc;
    (void)argv;
    if (from >= to)
        return 0;
    kept = malloc(to - from);
    assert(kept);
    memcpy(kept, (void *)from, to - from);
    if (mmap((void *)from, to - from, PROT_READ | PROT_WRITE,
             MAP_SHARED | MAP_ANONYMOUS | MAP_FIXED, -1, 0) == MAP_FAILED)
        abort();
    memcpy((void *)from, kept, to - from);
    free(kept);
    return 0;
}
