/* A camera that does not exist: preloaded, it answers for /dev/video0.
 *
 * The file named by FAKE_V4L2_MODE holds one word, read anew at every call, so that a test
 * changes the camera while it runs: ok, black, frozen, stall, gone, busy (nobody may open
 * it), streaming (another program has the buffers) or denied.
 *
 * It delivers YUYV at 30 frames a second, 640x480 or 1280x720, with the frame number in
 * the lowest twelfth as tryon_ar.capture.synthetic.draw_counter writes it.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/videodev2.h>
#include <poll.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/select.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#define PATH "/dev/video0"
#define NODES 8
#define BUFFERS 8
#define PERIOD (1.0 / 30.0)

struct node {
    int fd; /* 0: free; a memfd that the caller maps by itself */
    int buffers, streaming, waiting, head;
    unsigned queue[BUFFERS];
    double next;
};

static struct node nodes[NODES];
static unsigned width = 640, height = 480, sequence;

static int real_open(const char *path, int flags)
{
    static int (*call)(const char *, int, ...);
    if (!call)
        call = dlsym(RTLD_NEXT, "open");
    return call(path, flags, 0);
}

static int mode_is(const char *word)
{
    char text[32] = "";
    const char *path = getenv("FAKE_V4L2_MODE");
    int fd = path ? real_open(path, O_RDONLY | O_CLOEXEC) : -1;
    if (fd < 0)
        return 0;
    ssize_t length = read(fd, text, sizeof text - 1);
    close(fd);
    text[length < 0 ? 0 : length] = 0;
    text[strcspn(text, "\n")] = 0;
    return strcmp(text, word) == 0;
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static struct node *node_of(int fd)
{
    for (int i = 0; fd > 0 && i < NODES; i++)
        if (nodes[i].fd == fd)
            return &nodes[i];
    return NULL;
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

static int open_camera(void)
{
    if (mode_is("gone"))
        return fail(ENODEV);
    if (mode_is("busy"))
        return fail(EBUSY);
    if (mode_is("denied"))
        return fail(EACCES);
    for (int i = 0; i < NODES; i++) {
        if (nodes[i].fd)
            continue;
        memset(&nodes[i], 0, sizeof nodes[i]);
        nodes[i].fd = memfd_create("camera", MFD_CLOEXEC);
        return nodes[i].fd;
    }
    return fail(EMFILE);
}

#define OPEN(name)                                                   \
    int name(const char *path, int flags, ...)                       \
    {                                                                \
        static int (*call)(const char *, int, ...);                  \
        va_list rest;                                                \
        va_start(rest, flags);                                       \
        int mode = va_arg(rest, int);                                \
        va_end(rest);                                                \
        if (strcmp(path, PATH) == 0)                                 \
            return open_camera();                                    \
        if (!call)                                                   \
            call = dlsym(RTLD_NEXT, #name);                          \
        return call(path, flags, mode);                              \
    }
OPEN(open)
OPEN(open64)

int close(int fd)
{
    static int (*call)(int);
    struct node *node = node_of(fd);
    if (node)
        node->fd = 0;
    if (!call)
        call = dlsym(RTLD_NEXT, "close");
    return call(fd);
}

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

static void draw(struct node *node, unsigned index)
{
    unsigned char *d = mmap(NULL, slot_size(), PROT_READ | PROT_WRITE, MAP_SHARED, node->fd,
                            (off_t)(index * slot_size()));
    if (d == MAP_FAILED || mode_is("frozen"))
        return;
    int black = mode_is("black");
    unsigned strip = height - (height + 6) / 12;
    for (unsigned y = 0; y < height; y++)
        for (unsigned x = 0; x < width; x++) {
            unsigned char *pixel = d + 2 * ((size_t)y * width + x);
            pixel[0] = black ? 16 : y < strip ? 60 + (x + y + sequence * 4) % 128 : strip_bit(x) ? 235 : 16;
            pixel[1] = 128;
        }
    munmap(d, slot_size());
}

static int dequeue(struct node *node, struct v4l2_buffer *b)
{
    double t = now();
    if (!node->waiting || t < node->next || mode_is("stall"))
        return fail(EAGAIN);
    node->next = t - node->next > 0.2 ? t + PERIOD : node->next + PERIOD;
    b->index = node->queue[node->head];
    node->head = (node->head + 1) % BUFFERS;
    node->waiting--;
    draw(node, b->index);
    b->bytesused = b->length = width * height * 2;
    b->flags = V4L2_BUF_FLAG_TIMESTAMP_MONOTONIC | V4L2_BUF_FLAG_DONE;
    b->sequence = sequence++;
    b->timestamp.tv_sec = (long)t;
    b->timestamp.tv_usec = (long)((t - (double)(long)t) * 1e6);
    return 0;
}

static int set_format(struct v4l2_format *f, int change)
{
    if (change && f->fmt.pix.pixelformat != V4L2_PIX_FMT_YUYV)
        return fail(EINVAL);
    if (change) {
        width = f->fmt.pix.width > 900 ? 1280 : 640;
        height = width == 1280 ? 720 : 480;
    }
    f->fmt.pix.width = width;
    f->fmt.pix.height = height;
    f->fmt.pix.pixelformat = V4L2_PIX_FMT_YUYV;
    f->fmt.pix.field = V4L2_FIELD_NONE;
    f->fmt.pix.bytesperline = width * 2;
    f->fmt.pix.sizeimage = width * height * 2;
    f->fmt.pix.colorspace = V4L2_COLORSPACE_SRGB;
    return 0;
}

static int request_buffers(struct node *node, struct v4l2_requestbuffers *r)
{
    if (mode_is("streaming"))
        return fail(EBUSY);
    for (int i = 0; i < NODES; i++)
        if (nodes[i].fd && &nodes[i] != node && nodes[i].buffers)
            return fail(EBUSY);
    r->count = r->count > BUFFERS ? BUFFERS : r->count;
    node->buffers = (int)r->count;
    node->waiting = node->head = 0;
    return ftruncate(node->fd, (off_t)(BUFFERS * slot_size()));
}

static int describe(struct v4l2_capability *c)
{
    memset(c, 0, sizeof *c);
    strcpy((char *)c->driver, "fake");
    strcpy((char *)c->card, "Fake Camera");
    strcpy((char *)c->bus_info, "usb-fake");
    c->device_caps = V4L2_CAP_VIDEO_CAPTURE | V4L2_CAP_STREAMING;
    c->capabilities = c->device_caps | V4L2_CAP_DEVICE_CAPS;
    return 0;
}

static int answer(struct node *node, unsigned request, void *data)
{
    if (mode_is("gone"))
        return fail(ENODEV);
    switch (request) {
    case VIDIOC_QUERYCAP:
        return describe(data);
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
        if (format->index)
            return fail(EINVAL);
        format->pixelformat = V4L2_PIX_FMT_YUYV;
        return 0;
    }
    case VIDIOC_G_FMT:
    case VIDIOC_TRY_FMT:
    case VIDIOC_S_FMT:
        return set_format(data, request == VIDIOC_S_FMT);
    case VIDIOC_G_PARM:
    case VIDIOC_S_PARM: {
        struct v4l2_streamparm *p = data;
        p->parm.capture.capability = V4L2_CAP_TIMEPERFRAME;
        p->parm.capture.timeperframe.numerator = 1;
        p->parm.capture.timeperframe.denominator = 30;
        return 0;
    }
    case VIDIOC_REQBUFS:
        return request_buffers(node, data);
    case VIDIOC_QUERYBUF: {
        struct v4l2_buffer *b = data;
        b->length = width * height * 2;
        b->m.offset = (unsigned)(b->index * slot_size());
        return 0;
    }
    case VIDIOC_QBUF:
        node->queue[(node->head + node->waiting++) % BUFFERS] = ((struct v4l2_buffer *)data)->index;
        return 0;
    case VIDIOC_STREAMON:
        node->streaming = 1;
        node->next = now();
        return 0;
    case VIDIOC_STREAMOFF:
        node->streaming = node->waiting = 0;
        return 0;
    case VIDIOC_DQBUF:
        return dequeue(node, data);
    }
    return fail(EINVAL);
}

int ioctl(int fd, unsigned long request, ...)
{
    static int (*call)(int, unsigned long, ...);
    va_list rest;
    va_start(rest, request);
    void *data = va_arg(rest, void *);
    va_end(rest);
    struct node *node = node_of(fd);
    if (node)
        return answer(node, (unsigned)request, data);
    if (!call)
        call = dlsym(RTLD_NEXT, "ioctl");
    return call(fd, request, data);
}

static int wait_for_frame(struct node *node, double seconds)
{
    for (double end = now() + seconds; now() < end; usleep(1000)) {
        if (mode_is("gone"))
            return 1;
        if (node->streaming && node->waiting && now() >= node->next && !mode_is("stall"))
            return 1;
    }
    return 0;
}

int select(int count, fd_set *reads, fd_set *writes, fd_set *errors, struct timeval *limit)
{
    static int (*call)(int, fd_set *, fd_set *, fd_set *, struct timeval *);
    for (int i = 0; reads && i < NODES; i++) {
        if (!nodes[i].fd || nodes[i].fd >= count || !FD_ISSET(nodes[i].fd, reads))
            continue;
        int ready = wait_for_frame(&nodes[i], limit ? (double)limit->tv_sec + (double)limit->tv_usec * 1e-6 : 3600);
        if (!ready)
            FD_ZERO(reads);
        return ready;
    }
    if (!call)
        call = dlsym(RTLD_NEXT, "select");
    return call(count, reads, writes, errors, limit);
}

int poll(struct pollfd *polled, nfds_t count, int limit_ms)
{
    static int (*call)(struct pollfd *, nfds_t, int);
    struct node *node = count == 1 ? node_of(polled[0].fd) : NULL;
    if (node) {
        int ready = wait_for_frame(node, limit_ms < 0 ? 3600 : limit_ms * 1e-3);
        polled[0].revents = ready ? POLLIN : 0;
        return ready;
    }
    if (!call)
        call = dlsym(RTLD_NEXT, "poll");
    return call(polled, count, limit_ms);
}
