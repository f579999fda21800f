#include "filter.h"

#include "computed.h"
#include "memory.h"
#include "record.h"

#include <stdlib.h>

static int append(vib_filter *filter, size_t *room, uint64_t id)
{
    void *ids = filter->id;
    int rc = vib_reserve(&ids, room, filter->count + 1, sizeof *filter->id);

    filter->id = ids;
    if (rc == VIB_OK)
        filter->id[filter->count++] = id;
    return rc;
}

int vib_filter_make(vib_filter *out, vib_txn *txn, const vib_where *where)
{
    vib_filter filter = VIB_FILTER_INIT;
    vib_value value = { NULL, 0 };
    size_t room = 0;
    uint64_t id = 1;
    int rc;

    for (; (rc = vib_scan(&id, &value, txn, VIB_FIELDS)) > 0; id++) {
        vib_spectrum fields = VIB_SPECTRUM_INIT;

        rc = vib_fields_read(&fields, value.data, value.size);
        if (rc == VIB_OK)
            rc = vib_computed_add(&fields, where, txn, id);
        if (rc == VIB_OK && vib_where_holds(where, &fields))
            rc = append(&filter, &room, id);
        vib_spectrum_release(&fields);
        if (rc < 0)
            break;
    }
    if (rc < 0) {
        vib_filter_release(&filter);
        return rc;
    }
    *out = filter;
    return VIB_OK;
}

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
