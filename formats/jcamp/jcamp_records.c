/* jcamp_records.c - a JCAMP-DX text as labelled data records. */
#include "jcamp.h"

#include "bytes.h"
#include "number.h"
#include "status.h"

#include <math.h>
#include <string.h>

static bool is_line_end(char c)
{
    return c == '\n' || c == '\r';
}

/* The next "##" that begins a line, but for blanks, in [at, end), or end. */
static const char *find_record(const char *at, const char *end)
{
    const char *start = at;

    while (at < end && (at = memchr(at, '#', (size_t)(end - at))) != NULL) {
        const char *before = at;

        while (before > start && (before[-1] == ' ' || before[-1] == '\t'))
            before--;
        if (end - at > 1 && at[1] == '#' &&
            (before == start || is_line_end(before[-1])))
            return at;
        start = ++at;
        while (at < end && *at == '#')
            start = ++at;
    }
    return end;
}

vib_records vib_records_of(const vib_text *text)
{
    const char *end;

    if (text->n == 0)
        return (vib_records){ NULL, NULL };
    end = text->at + text->n;
    return (vib_records){ find_record(text->at, end), end };
}

static void set_name(char name[VIB_LABEL_SIZE], vib_span label)
{
    size_t n = 0;

    for (size_t i = 0; i < label.n && n + 1 < VIB_LABEL_SIZE; i++) {
        char c = label.at[i];

        if (c >= 'a' && c <= 'z')
            c = (char)(c - 'a' + 'A');
        if (c != ' ' && c != '\t' && c != '-' && c != '/' && c != '_')
            name[n++] = c;
    }
    name[n] = '\0';
}

bool vib_records_next(vib_record *out, vib_records *records)
{
    const char *at = records->at, *end = records->end, *stop;

    if (!at || at == end)
        return false;
    at += 2;
    for (stop = at; stop < end && *stop != '=' && !is_line_end(*stop);)
        stop++;
    records->at = find_record(stop, end);
    out->label = vib_span_trim((vib_span){ at, (size_t)(stop - at) });
    set_name(out->name, out->label);
    if (stop < end && *stop == '=')
        stop++;
    out->value = (vib_span){ stop, (size_t)(records->at - stop) };
    return true;
}

static vib_span without_comment(vib_span line)
{
    const char *comment = line.n ? memmem(line.at, line.n, "$$", 2) : NULL;

    if (comment)
        line.n = (size_t)(comment - line.at);
    return line;
}

int vib_record_text(char **out, vib_span value)
{
    vib_text text = { value.at, value.n, NULL };
    vib_lines lines = vib_lines_of(&text);
    vib_buffer buffer = { 0 };
    vib_span line;
    size_t kept = 0; /* without empty lines at the end */

    while (vib_lines_next(&line, &lines)) {
        vib_span whole = line;

        line = vib_span_trim(without_comment(line));
        if (lines.number > 1 && line.at > whole.at && buffer.size > 0) {
            line.n += (size_t)(line.at - whole.at); /* keep its indentation */
            line.at = whole.at;
        }
        vib_put_bytes(&buffer, line.at, line.n);
        if (vib_span_trim(line).n > 0)
            kept = buffer.size;
        vib_put_bytes(&buffer, "\n", 1);
    }
    vib_put_bytes(&buffer, "", 1);
    if (buffer.failed) {
        vib_buffer_release(&buffer);
        return vib_fail(VIB_NO_MEMORY, "out of memory for a header line");
    }
    buffer.data[kept] = '\0';
    *out = (char *)buffer.data;
    return VIB_OK;
}

double vib_record_number(bool *comma, vib_span value)
{
    const char *end, *after;
    double number = NAN;

    value = vib_span_trim(value);
    if (value.n == 0)
        return NAN;
    end = value.at + value.n;
    after = vib_number_read(&number, value.at, end, '.');
    if (after && end - after > 1 && after[0] == ',' && after[1] >= '0' &&
        after[1] <= '9') {
        vib_number_read(&number, value.at, end, ',');
        *comma = true;
    }
    return number;
}

/* Without comment, and without blanks and line ends around it. */
static vib_span trim_item(vib_span item)
{
    item = without_comment(item);
    while (item.n > 0 && strchr(" \t\r\n", item.at[0])) {
        item.at++;
        item.n--;
    }
    while (item.n > 0 && strchr(" \t\r\n", item.at[item.n - 1]))
        item.n--;
    return item;
}

vib_span vib_list_item(vib_span list, size_t index)
{
    const char *at = list.n ? list.at : "", *end = at + list.n;

    for (;; index--) {
        const char *comma = memchr(at, ',', (size_t)(end - at));
        const char *stop = comma ? comma : end;

        if (index == 0)
            return trim_item((vib_span){ at, (size_t)(stop - at) });
        if (!comma)
            return (vib_span){ end, 0 };
        at = comma + 1;
    }
}
