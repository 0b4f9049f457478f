/* The few calls of libvips that the server makes, declared here without its headers: those pull in all of GLib,
   and two of the functions are variadic, which Swift cannot call. Signatures as in libvips 8.14. */
#pragma once
#include <stddef.h>

int vips_init(const char *argv0);
void vips_shutdown(void);
void vips_error_clear(void);
void vips_cache_set_max(int max);
void vips_concurrency_set(int concurrency);
void vips_block_untrusted_set(int state);
void *vips_image_new_from_buffer(const void *buffer, size_t length, const char *options, ...);
int vips_thumbnail_buffer(void *buffer, size_t length, void **out, int width, ...);
int vips_jpegsave_buffer(void *image, void **buffer, size_t *length, ...);
int vips_image_get_width(const void *image);
int vips_image_get_height(const void *image);
const char *vips_foreign_find_load_buffer(const void *data, size_t size);
void *vips_image_copy_memory(void *image);
int vips_draw_rect(void *image, double *ink, int n, int left, int top, int width, int height, ...);
void g_object_unref(void *object);
void g_free(void *memory);
/* Beside them one call of glibc: memory that is read and written like a file. Swift's own modules do not show it. */
int memfd_create(const char *name, unsigned int flags);

/* The pixels that an image's header promises, without decoding any; 0 on any fault. */
static inline long long qipan_count_pixels(const void *bytes, size_t length) {
    void *image = vips_image_new_from_buffer(bytes, length, "", NULL);
    if (image == NULL) return 0;
    long long count = (long long)vips_image_get_width(image) * vips_image_get_height(image);
    g_object_unref(image);
    return count;
}

/* Reads an image from memory, turned upright, at most `side` pixels a side, never enlarged; NULL on any fault. */
static inline void *qipan_read_image(const void *bytes, size_t length, int side) {
    void *image = NULL;
    /* VIPS_SIZE_DOWN is 2: shrink only. Without fail_on, what is missing becomes grey; 8.14 passes it
       to the loader only from here. */
    if (vips_thumbnail_buffer((void *)bytes, length, &image, side, "height", side, "size", 2, "option_string",
                              "[fail_on=truncated]", NULL) != 0)
        return NULL;
    return image;
}

/* The same image with its pixels in memory of its own, to be drawn on; NULL on any fault. */
static inline void *qipan_copy_image(void *image) { return vips_image_copy_memory(image); }

/* Fills a rectangle with black, whatever of it lies in the image; 0 when it worked. One number of ink goes for all bands. */
static inline int qipan_cover(void *image, int left, int top, int width, int height) {
    double black[1] = {0};
    return vips_draw_rect(image, black, 1, left, top, width, height, "fill", 1, NULL);
}

/* Writes an image as JPEG without any metadata; 0 when it worked. The memory is freed with g_free. */
static inline int qipan_write_jpeg(void *image, void **bytes, size_t *length, int quality) {
    return vips_jpegsave_buffer(image, bytes, length, "Q", quality, "strip", 1, "optimize_coding", 1, NULL);
}
