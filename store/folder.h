/* folder.h - the folders that stores are in, for the files of the store; see
 * also store.h. */
#ifndef VIB_FOLDER_H
#define VIB_FOLDER_H

/* `folder` and `name` joined; free() frees. NULL: out of memory. */
char *vib_folder_path(const char *folder, const char *name);

/* Give a finished folder its name, and see that this is on disk. VIB_EXISTS. */
int vib_folder_publish(const char *folder, const char *path);

#endif
