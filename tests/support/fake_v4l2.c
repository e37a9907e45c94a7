/* Cameras that do not exist: preloaded, it answers for /dev/video0 to /dev/video3.
 *
 * The file named by FAKE_V4L2_MODE is mapped: one `struct state` a node, written by
 * tests/support/fake_v4l2.py while the program runs. Unplugging is for good: what was open then
 * says ENODEV for ever, also when a camera comes back under the same number, as Linux does.
 * Programs that name the same file share the cameras: one at a time has buffers of a node, and
 * the others see in /proc who that is. Those that name another file do not see them.
 *
 * It delivers YUYV, 320x240, 640x480 or 1280x720, with the frame number in the lowest twelfth
 * as tryon_ar.capture.synthetic.draw_counter writes it. Where FAKE_V4L2_JPEGS names a file it
 * delivers MJPG as well: a count, so many (offset, length, width, height), and the pictures.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/videodev2.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/select.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#define NODES 4
#define HANDLES 16
#define BUFFERS 8

enum pictures { LIVELY, BLACK, FROZEN, BROKEN, RESIZED };
enum delivery { STEADY, STALLED, REFUSED };

struct state {
    int32_t present, generation, camera, open_errno, hangs, streaming, pictures, delivery;
    float fps;
    int32_t owner; /* the process that has buffers */
    int32_t spare[6];
};

struct handle {
    int fd; /* 0: free; a memfd that the caller maps by itself */
    int node, generation, buffers, streaming, waiting, head, compressed;
    unsigned queue[BUFFERS];
    double next;
};

static struct handle handles[HANDLES];
static pthread_mutex_t opening = PTHREAD_MUTEX_INITIALIZER;
static unsigned width = 640, height = 480, sequence;
static DIR *listed[HANDLES];
static int listed_next[HANDLES];

#define REAL(name, result, ...)                  \
    static result (*call)(__VA_ARGS__);          \
    if (!call)                                   \
    call = (result(*)(__VA_ARGS__))dlsym(RTLD_NEXT, #name)

static int real_open(const char *path)
{
    REAL(open, int, const char *, int, ...);
    return call(path, O_RDWR | O_CLOEXEC, 0);
}

static void *mapped(const char *variable, size_t *size)
{
    const char *path = getenv(variable);
    int fd = path ? real_open(path) : -1;
    struct stat about;
    if (fd < 0)
        return NULL;
    if (fstat(fd, &about) || !about.st_size) {
        close(fd);
        return NULL;
    }
    void *start = mmap(NULL, (size_t)about.st_size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    close(fd);
    if (size)
        *size = (size_t)about.st_size;
    return start == MAP_FAILED ? NULL : start;
}

static volatile struct state *state_of(int node)
{
    static volatile struct state *states;
    static volatile struct state nothing;
    if (!states)
        states = mapped("FAKE_V4L2_MODE", NULL);
    return states ? &states[node] : &nothing;
}

static const uint32_t *jpegs(void)
{
    static const uint32_t *start;
    if (!start)
        start = mapped("FAKE_V4L2_JPEGS", NULL);
    return start;
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static struct handle *handle_of(int fd)
{
    for (int i = 0; fd > 0 && i < HANDLES; i++)
        if (handles[i].fd == fd)
            return &handles[i];
    return NULL;
}

static int is_gone(const struct handle *h)
{
    const volatile struct state *s = state_of(h->node);
    return !s->present || s->generation != h->generation;
}

static size_t slot_size(void)
{
    return ((size_t)1280 * 720 * 2 + 4095) & ~(size_t)4095;
}

static int fail(int code)
{
    errno = code;
    return -1;
}

/* The number of a node of ours, or -1. */
static int node_number(const char *path)
{
    if (strncmp(path, "/dev/video", 10) || path[10] < '0' || path[10] >= '0' + NODES || path[11])
        return -1;
    return path[10] - '0';
}

/* "/dev/video0" and which cameras these are: other programs have their own at the same time. */
static void name_of(int node, char *name, size_t room)
{
    struct stat about = {0};
    const char *path = getenv("FAKE_V4L2_MODE");
    int fd = path ? real_open(path) : -1;
    if (fd >= 0) {
        fstat(fd, &about);
        close(fd);
    }
    snprintf(name, room, "/dev/video%d of %lu on %lu.", node, (unsigned long)about.st_ino, (unsigned long)about.st_dev);
}

static int open_camera(int node)
{
    char name[100];
    const volatile struct state *s = state_of(node);
    while (s->hangs)
        usleep(5000);
    if (!s->present)
        return fail(s->generation ? ENODEV : ENOENT);
    if (s->open_errno)
        return fail(s->open_errno);
    name_of(node, name, sizeof name);
    pthread_mutex_lock(&opening);
    int fd = -1;
    for (int i = 0; i < HANDLES && fd < 0; i++) {
        if (handles[i].fd)
            continue;
        memset(&handles[i], 0, sizeof handles[i]);
        handles[i].node = node;
        handles[i].generation = s->generation;
        handles[i].fd = fd = memfd_create(name, MFD_CLOEXEC);
    }
    pthread_mutex_unlock(&opening);
    return fd < 0 ? fail(EMFILE) : fd;
}

#define OPEN(name)                                                   \
    int name(const char *path, int flags, ...)                       \
    {                                                                \
        va_list rest;                                                \
        va_start(rest, flags);                                       \
        int mode = va_arg(rest, int), node = node_number(path);      \
        va_end(rest);                                                \
        if (node >= 0)                                               \
            return open_camera(node);                                \
        REAL(name, int, const char *, int, ...);                     \
        return call(path, flags, mode);                              \
    }
OPEN(open)
OPEN(open64)

static void let_go(struct handle *h)
{
    if (h->buffers && state_of(h->node)->owner == getpid())
        state_of(h->node)->owner = 0;
    h->buffers = 0;
}

int close(int fd)
{
    struct handle *h = handle_of(fd);
    if (h) {
        let_go(h);
        h->fd = 0;
    }
    REAL(close, int, int);
    return call(fd);
}

/* What others look up in /proc/NUMBER/fd: "/memfd:/dev/video0 of ..." is a node of our cameras. */
ssize_t readlink(const char *path, char *target, size_t room)
{
    static const char before[] = "/memfd:/dev/video";
    char name[100];
    size_t skipped = sizeof "/memfd:" - 1, kept = sizeof "/dev/video0" - 1;
    REAL(readlink, ssize_t, const char *, char *, size_t);
    ssize_t length = call(path, target, room);
    if (length < (ssize_t)sizeof before || memcmp(target, before, sizeof before - 1))
        return length;
    name_of(target[sizeof before - 1] - '0', name, sizeof name);
    if ((size_t)length < skipped + strlen(name) || memcmp(target + skipped, name, strlen(name)))
        return length;
    memmove(target, target + skipped, kept);
    return (ssize_t)kept;
}

/* The folder /dev has those of our nodes that are there. */
DIR *opendir(const char *path)
{
    REAL(opendir, DIR *, const char *);
    DIR *folder = call(path);
    if (folder && (strcmp(path, "/dev") == 0 || strcmp(path, "/dev/") == 0)) {
        pthread_mutex_lock(&opening);
        for (int i = 0; i < HANDLES; i++)
            if (!listed[i]) {
                listed[i] = folder;
                listed_next[i] = 0;
                break;
            }
        pthread_mutex_unlock(&opening);
    }
    return folder;
}

int closedir(DIR *folder)
{
    for (int i = 0; i < HANDLES; i++)
        if (listed[i] == folder)
            listed[i] = NULL;
    REAL(closedir, int, DIR *);
    return call(folder);
}

#define READDIR(name, entry)                                              \
    struct entry *name(DIR *folder)                                       \
    {                                                                     \
        static __thread struct entry made;                                \
        REAL(name, struct entry *, DIR *);                                \
        struct entry *found = call(folder);                               \
        for (int i = 0; !found && i < HANDLES; i++)                       \
            while (listed[i] == folder && listed_next[i] < NODES) {       \
                int node = listed_next[i]++;                              \
                if (!state_of(node)->present)                             \
                    continue;                                             \
                memset(&made, 0, sizeof made);                            \
                made.d_ino = (ino_t)(9000 + node);                        \
                made.d_type = DT_CHR;                                     \
                snprintf(made.d_name, sizeof made.d_name, "video%d", node); \
                return &made;                                             \
            }                                                             \
        return found;                                                     \
    }
READDIR(readdir, dirent)
READDIR(readdir64, dirent64)

/* 1 where the counter strip is white: see draw_counter. */
static int strip_bit(unsigned column)
{
    unsigned number = sequence & 0xFFFFF, sum = 9;
    for (unsigned place = 0; place < 5; place++)
        sum += (2 * place + 1) * (number >> (4 * place) & 15);
    unsigned coded = number << 4 | (sum & 15), cell = column * 28 / width;
    if (cell < 2 || cell >= 26)
        return cell % 2 == 0;
    return coded >> (25 - cell) & 1;
}

static void draw_plain(unsigned char *d, int black)
{
    unsigned strip = height - (height + 6) / 12;
    for (unsigned y = 0; y < height; y++)
        for (unsigned x = 0; x < width; x++) {
            unsigned char *pixel = d + 2 * ((size_t)y * width + x);
            pixel[0] = black ? 16 : y < strip ? 60 + (x + y + sequence * 4) % 128 : strip_bit(x) ? 235 : 16;
            pixel[1] = 128;
        }
}

/* Copy the next picture of the wanted size; the width of black ones has bit 16 set. */
static unsigned copy_jpeg(unsigned char *d, int pictures)
{
    const uint32_t *all = jpegs(), count = all[0];
    unsigned wide = pictures == RESIZED ? width * 2 : width, matches = 0, at = 0;
    if (pictures == BROKEN) {
        memset(d, 0, 3000);
        d[0] = 0xFF, d[1] = 0xD8;
        return 3000;
    }
    if (pictures == BLACK)
        wide |= 1u << 16;
    for (unsigned i = 0; i < count; i++)
        matches += all[3 + 4 * i] == wide;
    for (unsigned i = 0, skip = matches ? sequence % matches : 0; i < count && matches; i++)
        if (all[3 + 4 * i] == wide && !skip--) {
            at = i;
            break;
        }
    memcpy(d, (const char *)all + all[1 + 4 * at], all[2 + 4 * at]);
    return all[2 + 4 * at];
}

/* Return the bytes used, 0 where the buffer keeps what it has. */
static unsigned draw(struct handle *h, unsigned index)
{
    int pictures = state_of(h->node)->pictures;
    unsigned used = width * height * 2;
    unsigned char *d = mmap(NULL, slot_size(), PROT_READ | PROT_WRITE, MAP_SHARED, h->fd,
                            (off_t)(index * slot_size()));
    if (d == MAP_FAILED)
        return used;
    if (pictures == FROZEN) {
        unsigned kept = sequence;
        sequence = 0;
        if (h->compressed)
            used = copy_jpeg(d, LIVELY);
        else
            draw_plain(d, 0);
        sequence = kept;
    } else if (h->compressed) {
        used = copy_jpeg(d, pictures);
    } else if (pictures == BROKEN) {
        used = 100;
    } else {
        draw_plain(d, pictures == BLACK);
    }
    munmap(d, slot_size());
    return used;
}

static double period(const struct handle *h)
{
    float fps = state_of(h->node)->fps;
    return 1.0 / (fps > 0 ? (double)fps : 30.0);
}

static int dequeue(struct handle *h, struct v4l2_buffer *b)
{
    double t = now();
    int delivery = state_of(h->node)->delivery;
    if (!h->waiting || t < h->next || delivery != STEADY)
        return fail(EAGAIN);
    h->next = t - h->next > 0.2 ? t + period(h) : h->next + period(h);
    b->index = h->queue[h->head];
    h->head = (h->head + 1) % BUFFERS;
    h->waiting--;
    b->bytesused = draw(h, b->index);
    b->length = (unsigned)slot_size();
    b->flags = V4L2_BUF_FLAG_TIMESTAMP_MONOTONIC | V4L2_BUF_FLAG_DONE;
    b->sequence = sequence++;
    b->timestamp.tv_sec = (long)t;
    b->timestamp.tv_usec = (long)((t - (double)(long)t) * 1e6);
    return 0;
}

static int set_format(struct handle *h, struct v4l2_format *f, int change)
{
    unsigned asked = f->fmt.pix.pixelformat;
    if (change && asked != V4L2_PIX_FMT_YUYV && !(jpegs() && asked == V4L2_PIX_FMT_MJPEG))
        return fail(EINVAL);
    if (change) {
        h->compressed = asked == V4L2_PIX_FMT_MJPEG;
        width = f->fmt.pix.width > 900 ? 1280 : f->fmt.pix.width > 400 ? 640 : 320;
        height = width == 1280 ? 720 : width * 3 / 4;
    }
    f->fmt.pix.width = width;
    f->fmt.pix.height = height;
    f->fmt.pix.pixelformat = h->compressed ? V4L2_PIX_FMT_MJPEG : V4L2_PIX_FMT_YUYV;
    f->fmt.pix.field = V4L2_FIELD_NONE;
    f->fmt.pix.bytesperline = h->compressed ? 0 : width * 2;
    f->fmt.pix.sizeimage = h->compressed ? (unsigned)slot_size() : width * height * 2;
    f->fmt.pix.colorspace = V4L2_COLORSPACE_SRGB;
    return 0;
}

static int request_buffers(struct handle *h, struct v4l2_requestbuffers *r)
{
    if (state_of(h->node)->streaming)
        return fail(EBUSY);
    for (int i = 0; i < HANDLES; i++)
        if (handles[i].fd && &handles[i] != h && handles[i].node == h->node &&
            handles[i].generation == h->generation && handles[i].buffers)
            return fail(EBUSY);
    int owner = state_of(h->node)->owner;
    if (owner && owner != getpid() && !kill(owner, 0))
        return fail(EBUSY);
    let_go(h);
    r->count = r->count > BUFFERS ? BUFFERS : r->count;
    h->buffers = (int)r->count;
    if (h->buffers)
        state_of(h->node)->owner = getpid();
    h->waiting = h->head = 0;
    return ftruncate(h->fd, (off_t)(BUFFERS * slot_size()));
}

static int describe(const struct handle *h, struct v4l2_capability *c)
{
    int camera = state_of(h->node)->camera;
    memset(c, 0, sizeof *c);
    strcpy((char *)c->driver, "fake");
    strcpy((char *)c->card, "Fake Camera");
    if (camera)
        snprintf((char *)c->card, sizeof c->card, "Fake Camera %c", 'A' + camera);
    snprintf((char *)c->bus_info, sizeof c->bus_info, "usb-fake-%d", camera);
    c->device_caps = V4L2_CAP_VIDEO_CAPTURE | V4L2_CAP_STREAMING;
    c->capabilities = c->device_caps | V4L2_CAP_DEVICE_CAPS;
    return 0;
}

static int answer(struct handle *h, unsigned request, void *data)
{
    if (is_gone(h))
        return fail(ENODEV);
    switch (request) {
    case VIDIOC_QUERYCAP:
        return describe(h, data);
    case VIDIOC_ENUMINPUT: {
        struct v4l2_input *input = data;
        if (input->index)
            return fail(EINVAL);
        input->type = V4L2_INPUT_TYPE_CAMERA;
        strcpy((char *)input->name, "camera");
        return 0;
    }
    case VIDIOC_G_INPUT:
        *(int *)data = 0;
        return 0;
    case VIDIOC_S_INPUT:
        return 0;
    case VIDIOC_ENUM_FMT: {
        struct v4l2_fmtdesc *format = data;
        if (format->index > (jpegs() ? 1 : 0))
            return fail(EINVAL);
        format->pixelformat = format->index ? V4L2_PIX_FMT_MJPEG : V4L2_PIX_FMT_YUYV;
        return 0;
    }
    case VIDIOC_G_FMT:
    case VIDIOC_TRY_FMT:
    case VIDIOC_S_FMT:
        return set_format(h, data, request == VIDIOC_S_FMT);
    case VIDIOC_G_PARM:
    case VIDIOC_S_PARM: {
        struct v4l2_streamparm *p = data;
        p->parm.capture.capability = V4L2_CAP_TIMEPERFRAME;
        p->parm.capture.timeperframe.numerator = 1;
        p->parm.capture.timeperframe.denominator = 30;
        return 0;
    }
    case VIDIOC_REQBUFS:
        return request_buffers(h, data);
    case VIDIOC_QUERYBUF: {
        struct v4l2_buffer *b = data;
        b->length = (unsigned)slot_size();
        b->m.offset = (unsigned)(b->index * slot_size());
        return 0;
    }
    case VIDIOC_QBUF:
        h->queue[(h->head + h->waiting++) % BUFFERS] = ((struct v4l2_buffer *)data)->index;
        return 0;
    case VIDIOC_STREAMON:
        h->streaming = 1;
        h->next = now();
        return 0;
    case VIDIOC_STREAMOFF:
        h->streaming = h->waiting = 0;
        return 0;
    case VIDIOC_DQBUF:
        return dequeue(h, data);
    }
    return fail(EINVAL);
}

int ioctl(int fd, unsigned long request, ...)
{
    va_list rest;
    va_start(rest, request);
    void *data = va_arg(rest, void *);
    va_end(rest);
    struct handle *h = handle_of(fd);
    if (h)
        return answer(h, (unsigned)request, data);
    REAL(ioctl, int, int, unsigned long, ...);
    return call(fd, request, data);
}

static int wait_for_frame(struct handle *h, double seconds)
{
    for (double end = now() + seconds; now() < end; usleep(2000)) {
        int delivery = state_of(h->node)->delivery;
        if (is_gone(h) || delivery == REFUSED)
            return 1;
        if (h->streaming && h->waiting && now() >= h->next && delivery == STEADY)
            return 1;
    }
    return 0;
}

int select(int count, fd_set *reads, fd_set *writes, fd_set *errors, struct timeval *limit)
{
    for (int i = 0; reads && i < HANDLES; i++) {
        if (!handles[i].fd || handles[i].fd >= count || !FD_ISSET(handles[i].fd, reads))
            continue;
        int ready = wait_for_frame(&handles[i], limit ? (double)limit->tv_sec + (double)limit->tv_usec * 1e-6 : 3600);
        if (!ready)
            FD_ZERO(reads);
        return ready;
    }
    REAL(select, int, int, fd_set *, fd_set *, fd_set *, struct timeval *);
    return call(count, reads, writes, errors, limit);
}

int poll(struct pollfd *polled, nfds_t count, int limit_ms)
{
    struct handle *h = count == 1 ? handle_of(polled[0].fd) : NULL;
    if (h) {
        int ready = wait_for_frame(h, limit_ms < 0 ? 3600 : limit_ms * 1e-3);
        polled[0].revents = ready ? POLLIN : 0;
        return ready;
    }
    REAL(poll, int, struct pollfd *, nfds_t, int);
    return call(polled, count, limit_ms);
}
