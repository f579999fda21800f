#include "checkpoint.h"

#include "bytes.h"
#include "file.h"
#include "status.h"

#include <string.h>

/* Layout, little-endian: magic, the hash of the training, steps, step, loss,
 * marks (damaged, asked, named, asked) of start and best, best step, top,
 * better step, number of weights, five arrays of floats (weights, first,
 * second, average, best), and the checksum of all before it. */
static const char magic[8] = "vibckp3\n";
enum { ARRAYS = 5, CHECKSUM = 8 };

static void put_marks(vib_buffer *out, const vib_marks *marks)
{
    vib_put_f64(out, marks->damaged);
    vib_put_u64(out, marks->damaged_asked);
    vib_put_f64(out, marks->named);
    vib_put_u64(out, marks->named_asked);
}

static vib_marks get_marks(vib_cursor *in)
{
    vib_marks marks;

    marks.damaged = vib_get_f64(in);
    marks.damaged_asked = (size_t)vib_get_u64(in);
    marks.named = vib_get_f64(in);
    marks.named_asked = (size_t)vib_get_u64(in);
    return marks;
}

int vib_checkpoint_write(const char *path, const vib_standing *standing,
                         const vib_learner *learner)
{
    vib_buffer out = { .data = NULL };
    size_t count = learner->parameters.count;
    int status;

    vib_put_bytes(&out, magic, sizeof magic);
    vib_put_bytes(&out, standing->training.byte, sizeof standing->training);
    vib_put_u64(&out, standing->steps);
    vib_put_u64(&out, standing->step);
    vib_put_f64(&out, standing->loss);
    put_marks(&out, &standing->start);
    put_marks(&out, &standing->best);
    vib_put_u64(&out, standing->best_step);
    vib_put_f64(&out, standing->top);
    vib_put_u64(&out, standing->better_step);
    vib_put_u64(&out, count);
    vib_put_floats(&out, learner->state, ARRAYS * count);
    vib_put_u64(&out, vib_checksum(out.data, out.size));
    status = out.failed
        ? vib_fail(VIB_NO_MEMORY, "out of memory for the checkpoint %s", path)
        : vib_file_replace(path, out.data, out.size);
    vib_buffer_release(&out);
    return status;
}

static int check(const vib_file *file, const char *path)
{
    vib_cursor last = { file->data, file->size, 0, false };

    if (file->size < sizeof magic + CHECKSUM ||
        memcmp(file->data, magic, sizeof magic) != 0)
        return vib_fail(VIB_BAD_DATA, "%s is not a checkpoint; remove it or "
                        "name another file", path);
    last.at = file->size - CHECKSUM;
    if (vib_get_u64(&last) != vib_checksum(file->data, file->size - CHECKSUM))
        return vib_fail(VIB_BAD_DATA, "checkpoint %s is damaged; remove it to "
                        "start again", path);
    return VIB_OK;
}

static int parse(vib_standing *standing, vib_learner *learner, vib_cursor *in,
                 const char *path)
{
    vib_standing read = { .steps = 0 };
    size_t count = learner->parameters.count;
    const uint8_t *training;

    vib_get_bytes(in, sizeof magic);
    training = vib_get_bytes(in, sizeof read.training);
    if (!training ||
        memcmp(training, &standing->training, sizeof read.training) != 0)
        return vib_fail(VIB_BAD_ARG, "checkpoint %s is of a training with "
                        "other data or options; remove it or name another "
                        "file", path);
    read.training = standing->training;
    read.steps = (size_t)vib_get_u64(in);
    read.step = (size_t)vib_get_u64(in);
    read.loss = vib_get_f64(in);
    read.start = get_marks(in);
    read.best = get_marks(in);
    read.best_step = (size_t)vib_get_u64(in);
    read.top = vib_get_f64(in);
    read.better_step = (size_t)vib_get_u64(in);
    if (vib_get_u64(in) != count || read.step > read.steps ||
        in->size - in->at != ARRAYS * count * sizeof(float) + CHECKSUM)
        return vib_fail(VIB_BAD_DATA, "checkpoint %s holds another network; "
                        "remove it to start again", path);
    vib_get_floats(learner->state, in, ARRAYS * count);
    *standing = read;
    return VIB_OK;
}

int vib_checkpoint_read(vib_standing *standing, vib_learner *learner,
                        const char *path)
{
    vib_file file = VIB_FILE_INIT;
    int status = vib_file_open(&file, path);

    if (status < 0)
        return status;
    status = check(&file, path);
    if (status == VIB_OK) {
        vib_cursor in = { file.data, file.size, 0, false };

        status = parse(standing, learner, &in, path);
    }
    vib_file_close(&file);
    return status;
}
