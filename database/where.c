/* where.c - expressions over metadata, as include/vibrary.h describes them.
 *
 * The text becomes comparisons and a program over them in postfix order: "a and
 * not b" is  a, b, not, and.  So the depth of what is written bounds the stack,
 * and nothing recurses while spectra are looked at. */
#include "decimal.h"
#include "memory.h"
#include "status.h"
#include "vibrary.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum {
    LENGTH = 4096, /* bytes of an expression                       */
    DEPTH = 64     /* of parentheses and "not"s within one another */
};

typedef enum relation {
    EQUAL, UNEQUAL, LESS, AT_MOST, MORE, AT_LEAST, CONTAINS
} relation;

static const struct {
    const char *sign;
    relation relation;
} signs[] = { /* the longer before those they begin with */
    { "!=", UNEQUAL }, { "<=", AT_MOST }, { ">=", AT_LEAST }, { "=", EQUAL },
    { "<", LESS }, { ">", MORE }, { "~", CONTAINS },
};
enum { SIGNS = sizeof signs / sizeof *signs };

typedef struct comparison {
    const char *key, *value; /* in vib_where.words */
    relation relation;
    bool is_number;
    double number;           /* the value, if it is one */
} comparison;

typedef enum code { COMPARE, AND, OR, NOT } code;

struct vib_where {
    char *words;       /* all keys and values, each with its terminator */
    size_t words_used;
    comparison *compare; /* [compare_count], in the order of COMPAREs   */
    size_t compare_count;
    code *program;     /* [length] */
    size_t length;
};

/* ---- numbers ----------------------------------------------------------- */

/* A whole text that is a number such as "-12.5"; blanks around it. */
static bool read_number(double *out, const char *text)
{
    bool negative;

    text += strspn(text, " \t");
    negative = *text == '-';
    text += *text == '-' || *text == '+';
    if (!vib_decimal_read(out, &text) || text[strspn(text, " \t")])
        return false;
    *out = negative ? -*out : *out;
    return true;
}

/* ---- reading ----------------------------------------------------------- */

typedef struct parser {
    vib_where *where;
    const char *text, *at;
    int depth;
} parser;

static int misread(const parser *p, const char *expected)
{
    return vib_fail(VIB_BAD_ARG, "'%s': expected %s at character %zu%s",
                    p->text, expected, (size_t)(p->at - p->text) + 1,
                    *p->at ? "" : ", where it ends");
}

static void skip_blanks(parser *p)
{
    while (isspace((unsigned char)*p->at))
        p->at++;
}

/* How long the bare word here is: all up to a blank or a sign. */
static size_t bare_length(const parser *p)
{
    return strcspn(p->at, " \t\r\n\f\v()\"'=!<>~");
}

/* Pass over the word `word`, in any case, if it is what comes next. */
static bool take_word(parser *p, const char *word)
{
    size_t n = strlen(word);

    skip_blanks(p);
    if (bare_length(p) != n || strncasecmp(p->at, word, n) != 0)
        return false;
    p->at += n;
    return true;
}

static bool take_char(parser *p, char wanted)
{
    skip_blanks(p);
    if (*p->at != wanted)
        return false;
    p->at++;
    return true;
}

/* A key or value: a bare word, or anything in quotes. */
static int take_text(const char **out, parser *p, const char *expected)
{
    const char *from;
    char *to = p->where->words + p->where->words_used;
    size_t n;

    skip_blanks(p);
    from = p->at;
    n = bare_length(p);
    if (*from == '"' || *from == '\'') {
        const char *end = strchr(from + 1, *from);

        if (!end)
            return misread(p, "a closing quote for the one");
        n = (size_t)(end - ++from);
        p->at = end + 1;
    } else if (n == 0) {
        return misread(p, expected);
    } else {
        p->at += n;
    }
    memcpy(to, from, n);
    to[n] = '\0';
    p->where->words_used += n + 1;
    *out = to;
    return VIB_OK;
}

static int take_sign(relation *out, parser *p)
{
    skip_blanks(p);
    for (size_t i = 0; i < SIGNS; i++) {
        size_t n = strlen(signs[i].sign);

        if (strncmp(p->at, signs[i].sign, n) == 0) {
            p->at += n;
            *out = signs[i].relation;
            return VIB_OK;
        }
    }
    return misread(p, "one of = != < <= > >= ~");
}

static void emit(parser *p, code step)
{
    p->where->program[p->where->length++] = step;
}

static int parse_comparison(parser *p)
{
    comparison compare = { .is_number = false };
    int rc = take_text(&compare.key, p, "a field");

    if (rc == VIB_OK)
        rc = take_sign(&compare.relation, p);
    if (rc == VIB_OK)
        rc = take_text(&compare.value, p, "a value");
    if (rc < 0)
        return rc;
    compare.is_number = read_number(&compare.number, compare.value);
    p->where->compare[p->where->compare_count++] = compare;
    emit(p, COMPARE);
    return VIB_OK;
}

static int parse_or(parser *p);

/* "not" as often as it is there, then ( ... ) or a comparison. */
static int parse_factor(parser *p)
{
    int rc;

    if (++p->depth > DEPTH)
        return vib_fail(VIB_BAD_ARG, "'%s': more than %d parentheses within "
                        "one another", p->text, DEPTH);
    if (take_word(p, "not")) {
        rc = parse_factor(p);
        emit(p, NOT);
    } else if (take_char(p, '(')) {
        rc = parse_or(p);
        if (rc == VIB_OK && !take_char(p, ')'))
            rc = misread(p, "'and', 'or' or ')'");
    } else {
        rc = parse_comparison(p);
    }
    p->depth--;
    return rc;
}

static int parse_and(parser *p)
{
    int rc = parse_factor(p);

    while (rc == VIB_OK && take_word(p, "and")) {
        rc = parse_factor(p);
        emit(p, AND);
    }
    return rc;
}

static int parse_or(parser *p)
{
    int rc = parse_and(p);

    while (rc == VIB_OK && take_word(p, "or")) {
        rc = parse_and(p);
        emit(p, OR);
    }
    return rc;
}

/* A text of n bytes has at most n words and as many steps, and each word takes
 * its terminator beside its bytes. */
static int where_make(vib_where **out, size_t n)
{
    vib_where *where = vib_new(1, sizeof *where);

    if (!where)
        return VIB_NO_MEMORY;
    where->words = vib_new(2 * n + 2, 1);
    where->compare = vib_new(n + 1, sizeof *where->compare);
    where->program = vib_new(n + 1, sizeof *where->program);
    if (!where->words || !where->compare || !where->program) {
        vib_where_close(where);
        return VIB_NO_MEMORY;
    }
    *out = where;
    return VIB_OK;
}

int vib_where_open(vib_where **out, const char *text)
{
    vib_where *where = NULL;
    parser p = { NULL, text, text, 0 };
    int rc;

    if (strlen(text) > LENGTH)
        return vib_fail(VIB_BAD_ARG, "an expression of more than %d bytes",
                        LENGTH);
    rc = where_make(&where, strlen(text));
    if (rc < 0)
        return rc;
    p.where = where;
    rc = parse_or(&p);
    skip_blanks(&p);
    if (rc == VIB_OK && *p.at)
        rc = misread(&p, "'and' or 'or' (a value of several words needs "
                     "quotes)");
    if (rc == VIB_OK)
        *out = where;
    else
        vib_where_close(where);
    return rc;
}

void vib_where_close(vib_where *where)
{
    if (!where)
        return;
    free(where->words);
    free(where->compare);
    free(where->program);
    free(where);
}

const char *vib_where_field(const vib_where *where, size_t i)
{
    return i < where->compare_count ? where->compare[i].key : NULL;
}

/* ---- asking ------------------------------------------------------------ */

/* Below 0, 0 or above, as the field's value is to the one asked for. */
static int order(const comparison *c, const char *value)
{
    double number;

    if (c->is_number && read_number(&number, value))
        return (number > c->number) - (number < c->number);
    return strcasecmp(value, c->value);
}

static bool value_holds(const comparison *c, const char *value)
{
    switch (c->relation) {
    case CONTAINS:
        return strcasestr(value, c->value) != NULL;
    case LESS:
        return order(c, value) < 0;
    case AT_MOST:
        return order(c, value) <= 0;
    case MORE:
        return order(c, value) > 0;
    case AT_LEAST:
        return order(c, value) >= 0;
    case EQUAL:
    case UNEQUAL: /* "not equal": see below */
        break;
    }
    return order(c, value) == 0;
}

/* Where a spectrum has several fields of a name, one that fits is enough. */
static bool comparison_holds(const comparison *c, const vib_spectrum *spectrum)
{
    bool holds = false;

    for (size_t i = 0; i < spectrum->field_count && !holds; i++)
        holds = strcasecmp(spectrum->fields[i].key, c->key) == 0 &&
                value_holds(c, spectrum->fields[i].value);
    return c->relation == UNEQUAL ? !holds : holds;
}

bool vib_where_holds(const vib_where *where, const vib_spectrum *spectrum)
{
    /* One value waits for each open parenthesis, one for each "or" and "and"
     * before it, and one comes. */
    bool stack[3 * DEPTH + 3] = { false };
    const comparison *next = where->compare;
    size_t n = 0;

    for (size_t i = 0; i < where->length; i++) {
        switch (where->program[i]) {
        case COMPARE:
            stack[n++] = comparison_holds(next++, spectrum);
            break;
        case AND:
            n--;
            stack[n - 1] = stack[n - 1] && stack[n];
            break;
        case OR:
            n--;
            stack[n - 1] = stack[n - 1] || stack[n];
            break;
        case NOT:
            stack[n - 1] = !stack[n - 1];
            break;
        }
    }
    return stack[0];
}
