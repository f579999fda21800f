#include "ranking.h"

#include <stdlib.h>

bool vib_ranks_before(vib_neighbour a, vib_neighbour b)
{
    return a.score > b.score || (a.score == b.score && a.id < b.id);
}

/* Let the neighbour at `i` of a heap of n sink to its place: on top is the one
 * that all others rank before. */
static void sink(vib_neighbour *heap, size_t n, size_t i)
{
    vib_neighbour sinking = heap[i];

    for (size_t child; (child = 2 * i + 1) < n; i = child) {
        if (child + 1 < n && vib_ranks_before(heap[child], heap[child + 1]))
            child++;
        if (!vib_ranks_before(sinking, heap[child]))
            break;
        heap[i] = heap[child];
    }
    heap[i] = sinking;
}

static void rise(vib_neighbour *heap, size_t i)
{
    vib_neighbour rising = heap[i];

    while (i > 0 && vib_ranks_before(heap[(i - 1) / 2], rising)) {
        heap[i] = heap[(i - 1) / 2];
        i = (i - 1) / 2;
    }
    heap[i] = rising;
}

void vib_ranking_offer(vib_neighbour *best, size_t *count, size_t k,
                       vib_neighbour offered)
{
    if (*count < k) {
        best[*count] = offered;
        rise(best, (*count)++);
    } else if (k > 0 && vib_ranks_before(offered, best[0])) {
        best[0] = offered;
        sink(best, k, 0);
    }
}

static int compare(const void *a, const void *b)
{
    const vib_neighbour *left = a, *right = b;

    return vib_ranks_before(*right, *left) - vib_ranks_before(*left, *right);
}

void vib_ranking_sort(vib_neighbour *neighbours, size_t n)
{
    qsort(neighbours, n, sizeof *neighbours, compare);
}
