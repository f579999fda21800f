/* labspec_tree.h - what LabSpec 6 writes, as XML and in its own files: a tree
 * of nodes, each with a number for a name and a text or numbers for a value.
 * There is no description; the names are from files of both kinds. */
#ifndef VIB_LABSPEC_TREE_H
#define VIB_LABSPEC_TREE_H

#include "bytes.h"
#include "dialect.h"
#include "found.h"

/* More nodes, or nodes within nodes, are refused; some hundred are usual. */
enum { VIB_LABSPEC_NODES = 1 << 14, VIB_LABSPEC_DEPTH = 32 };

/* How the value of a node is written. */
typedef enum vib_labspec_format {
    VIB_LABSPEC_INTEGER = 4,
    VIB_LABSPEC_NUMBER = 5,
    VIB_LABSPEC_NUMBERS = 6,
    VIB_LABSPEC_TEXT = 7,
    VIB_LABSPEC_WIDE_TEXT = 8,
    VIB_LABSPEC_TREE = 9
} vib_labspec_format;

typedef struct vib_labspec_node {
    uint32_t id;
    size_t parent;       /* in nodes; VIB_LABSPEC_NODES for the outermost */
    size_t text;         /* where its text begins in texts, or 0          */
    size_t first, count; /* its numbers                                   */
} vib_labspec_node;

/* Zero-initialise. */
typedef struct vib_labspec_tree {
    vib_labspec_node *nodes;
    size_t count, capacity;
    vib_numbers numbers; /* of all nodes, one after the other */
    vib_buffer texts;    /* each terminated                   */
    size_t matrix;       /* node of the intensities, if they stand apart */
} vib_labspec_tree;

void vib_labspec_release(vib_labspec_tree *tree);

/* Add a node; its index into *node. */
int vib_labspec_add(size_t *node, vib_labspec_tree *tree, size_t parent,
                    uint32_t id);

/* Give the node that was last given something a UTF-8 text, a number more. */
int vib_labspec_put_text(vib_labspec_tree *tree, size_t node, vib_span text);
int vib_labspec_put_number(vib_labspec_tree *tree, size_t node, double value);

/* What field the place on an axis of this type becomes: "map_x" for "X", else
 * the type; name [size]. False for an axis without a type. */
bool vib_labspec_axis_name(char *name, size_t size, const char *type);

/* The spectra that the tree describes. */
int vib_labspec_give(vib_found *out, const vib_labspec_tree *tree);

#endif
