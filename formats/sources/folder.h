/* folder.h - all files below a folder, in name order. */
#ifndef VIB_FOLDER_H
#define VIB_FOLDER_H

typedef struct vib_folder vib_folder;

int vib_folder_open(vib_folder **out, const char *path);

/* 1: *path is the next regular file, the caller's to free. 0: there are no
 * more. Negative: something below could not be read; go on. Links to files are
 * followed, links to folders are not, so that there are no loops; names that
 * begin with a dot are passed over. */
int vib_folder_next(char **path, vib_folder *folder);

void vib_folder_close(vib_folder *folder);

#endif
