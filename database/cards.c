#include "cards.h"

#include "derived.h"
#include "library.h"
#include "memory.h"
#include "status.h"

#include <stdlib.h>
#include <string.h>

void vib_cards_release(vib_cards *cards)
{
    for (size_t i = 0; i < cards->count; i++) {
        free(cards->card[i].name);
        free(cards->card[i].left_out);
        free(cards->card[i].halves);
    }
    free(cards->card);
    free(cards->slot);
    *cards = (vib_cards){ .txn = NULL };
}

/* The slot of this id: its own, or the free one where it belongs. */
static uint32_t *slot_of(const vib_cards *cards, uint64_t id)
{
    size_t mask = cards->slots - 1;
    size_t at = (size_t)((id * UINT64_C(0x9e3779b97f4a7c15)) >> 32) & mask;

    while (cards->slot[at] && cards->card[cards->slot[at] - 1].id != id)
        at = (at + 1) & mask;
    return &cards->slot[at];
}

/* Keep at least half of the slots free. */
static int grow(vib_cards *cards)
{
    size_t slots = cards->slots ? cards->slots * 2 : 1024;
    uint32_t *grown;

    if (cards->count < cards->slots / 2)
        return VIB_OK;
    grown = vib_new(slots, sizeof *grown);
    if (!grown)
        return VIB_NO_MEMORY;
    free(cards->slot);
    cards->slot = grown;
    cards->slots = slots;
    for (size_t i = 0; i < cards->count; i++)
        *slot_of(cards, cards->card[i].id) = (uint32_t)(i + 1);
    return VIB_OK;
}

static int read_card(vib_card *out, const vib_cards *cards, uint64_t id)
{
    vib_card card = { .id = id };
    int rc = vib_vector_get(&card.vector, cards->txn, cards->set, id,
                            cards->dimension);

    if (rc == VIB_OK)
        rc = vib_profile_get(&card.profile, cards->txn, cards->set, id,
                             cards->length);
    if (rc == VIB_OK)
        *out = card;
    return rc;
}

static int append(vib_cards *cards, const vib_card *card)
{
    void *grown = cards->card;
    int rc = vib_reserve(&grown, &cards->room, cards->count + 1,
                         sizeof *cards->card);

    cards->card = grown;
    if (rc == VIB_OK)
        cards->card[cards->count++] = *card;
    return rc;
}

int vib_cards_find(size_t *out, vib_cards *cards, uint64_t id)
{
    vib_card card;
    uint32_t *slot;
    int rc = grow(cards);

    if (rc < 0)
        return rc;
    if (!vib_filter_has(cards->filter, id))
        return VIB_NOT_FOUND;
    slot = slot_of(cards, id);
    if (*slot == 0) {
        rc = read_card(&card, cards, id);
        if (rc == VIB_OK)
            rc = append(cards, &card);
        if (rc < 0)
            return rc;
        *slot = (uint32_t)cards->count;
    }
    *out = *slot - 1;
    return VIB_OK;
}

/* A copy of field `key`, or NULL when there is none. */
static int copy_field(char **out, const vib_spectrum *fields, const char *key)
{
    const char *value = key ? vib_spectrum_get(fields, key) : NULL;

    if (!value)
        return VIB_OK;
    *out = vib_copy_text(value, strlen(value));
    return *out ? VIB_OK : VIB_NO_MEMORY;
}

int vib_cards_describe(vib_card *card, const vib_cards *cards)
{
    vib_spectrum fields = VIB_SPECTRUM_INIT;
    int rc;

    if (card->described)
        return VIB_OK;
    rc = vib_read_fields(&fields, cards->txn, card->id);
    if (rc == VIB_OK)
        rc = copy_field(&card->name, &fields, VIB_KEY_NAME);
    if (rc == VIB_OK)
        rc = copy_field(&card->left_out, &fields, cards->leave_out);
    card->described = rc == VIB_OK;
    vib_spectrum_release(&fields);
    return rc;
}
