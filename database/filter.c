#include "filter.h"

#include <stdlib.h>

size_t vib_filter_find(const vib_filter *filter, uint64_t id)
{
    size_t low = 0, high = filter->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (filter->id[middle] < id)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

bool vib_filter_has(const vib_filter *filter, uint64_t id)
{
    size_t at;

    if (!filter)
        return true;
    at = vib_filter_find(filter, id);
    return at < filter->count && filter->id[at] == id;
}

void vib_filter_release(vib_filter *filter)
{
    free(filter->id);
    *filter = (vib_filter)VIB_FILTER_INIT;
}
