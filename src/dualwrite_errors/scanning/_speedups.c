/* The functions of _native.py once more, several times as fast. What they take and return is the same.

   The loops over whole chunks are plain enough for compilers to turn into vector instructions by themselves: their
   length is fixed, nothing leaves them early, and what they add up fits into a byte. */

#define Py_LIMITED_API 0x030b0000
#include <Python.h>
#include <string.h>

#define LETTERS 4 /* the characters that are looked for: DIPV, DWDV, DWFO or DW90 */
#define SEARCHED 64 /* bytes in a chunk that is searched for letters */
#define COUNTED 192 /* bytes in a chunk whose line feeds are counted: a byte can hold how many there are */
#define AT_ONCE 256 /* positions found before a list takes them */

typedef struct {
    const unsigned char *block;
    const unsigned char *first;
    const unsigned char *end;
    const unsigned char *block_end;
} Part;

/* The caller's tuple keeps the block alive for as long as the part is read. */
static int
part_of(PyObject *args, const char *format, Part *part)
{
    PyObject *block, *start, *stop, *slice;
    Py_ssize_t from, to, step, length;
    int unpacked;

    /* Nothing but bytes: what else has a buffer might change while other threads run. */
    if (!PyArg_ParseTuple(args, format, &block, &start, &stop))
        return -1;
    slice = PySlice_New(start, stop, NULL);
    if (slice == NULL)
        return -1;
    unpacked = PySlice_Unpack(slice, &from, &to, &step);
    Py_DECREF(slice);
    if (unpacked < 0)
        return -1;
    /* Both now lie within the block, but maybe the wrong way round: hence the length, not `to`. */
    length = PySlice_AdjustIndices(PyBytes_Size(block), &from, &to, step);
    part->block = (const unsigned char *)PyBytes_AsString(block);
    part->first = part->block + from;
    part->end = part->first + length;
    part->block_end = part->block + PyBytes_Size(block);
    return 0;
}

/* Setting bit 0x20 makes capitals small, and makes no other byte one of these letters. */
static int
code_at(const unsigned char *at)
{
    unsigned char second = at[1] | 32, third = at[2] | 32, fourth = at[3] | 32;

    if ((at[0] | 32) != 'd')
        return 0;
    if (second == 'i')
        return third == 'p' && fourth == 'v';
    return second == 'w' && ((third == 'd' && fourth == 'v') || (third == 'f' && fourth == 'o')
                             || (at[2] == '9' && at[3] == '0'));
}

/* Looks for PV, which is rarer in words than DI, and for DW. */
static int
may_hold_code(const unsigned char *chunk)
{
    unsigned char found = 0;

    for (int i = 0; i < SEARCHED; i++)
        found |= (unsigned char)((((chunk[i + 2] | 32) == 'p') & ((chunk[i + 3] | 32) == 'v'))
                                 | (((chunk[i] | 32) == 'd') & ((chunk[i + 1] | 32) == 'w')));
    return found;
}

/* Fills `found` with the next positions, and returns where to go on. Letters that begin in one chunk and end in the next
   are found in the first. */
static const unsigned char *
next_positions(const unsigned char *at, const unsigned char *end, const unsigned char **found, int *count)
{
    *count = 0;
    while (end - at >= LETTERS) {
        Py_ssize_t starts = end - at - (LETTERS - 1);

        if (starts >= SEARCHED) {
            if (!may_hold_code(at)) {
                at += SEARCHED;
                continue;
            }
            starts = SEARCHED;
        }
        for (const unsigned char *last = at + starts; at < last; at++) {
            if (code_at(at)) {
                if (*count == AT_ONCE)
                    return at;
                found[(*count)++] = at;
            }
        }
    }
    return end;
}

static int
extend(PyObject *list, const unsigned char *block, const unsigned char **found, int count)
{
    for (int i = 0; i < count; i++) {
        PyObject *place = PyLong_FromSsize_t(found[i] - block);

        if (place == NULL || PyList_Append(list, place) < 0) {
            Py_XDECREF(place);
            return -1;
        }
        Py_DECREF(place);
    }
    return 0;
}

PyDoc_STRVAR(code_positions_doc,
"code_positions($module, block, start, stop, /)\n"
"--\n"
"\n"
"Where in `block` a code may begin between `start` and `stop`: at its first four characters, in any case.");

static PyObject *
code_positions(PyObject *Py_UNUSED(module), PyObject *args)
{
    const unsigned char *found[AT_ONCE], *at;
    PyObject *list;
    Part part;
    int count;

    if (part_of(args, "SOO:code_positions", &part) < 0)
        return NULL;
    list = PyList_New(0);
    if (list == NULL)
        return NULL;
    at = part.first;
    do {
        Py_BEGIN_ALLOW_THREADS
        at = next_positions(at, part.end, found, &count);
        Py_END_ALLOW_THREADS
        if (extend(list, part.block, found, count) < 0) {
            Py_DECREF(list);
            return NULL;
        }
    } while (at < part.end);
    return list;
}

static unsigned char
line_ends_in(const unsigned char *chunk)
{
    unsigned char count = 0;

    for (int i = 0; i < COUNTED; i++)
        count += chunk[i] == '\n';
    return count;
}

PyDoc_STRVAR(line_ends_doc,
"count_line_feeds($module, block, start, stop, /)\n"
"--\n"
"\n"
"How many line feeds stand in `block` between `start` and `stop`.");

static PyObject *
count_line_feeds(PyObject *Py_UNUSED(module), PyObject *args)
{
    Py_ssize_t count = 0;
    Part part;

    if (part_of(args, "SOO:count_line_feeds", &part) < 0)
        return NULL;
    Py_BEGIN_ALLOW_THREADS
    const unsigned char *at = part.first;
    for (; part.end - at >= COUNTED; at += COUNTED)
        count += line_ends_in(at);
    for (; at < part.end; at++)
        count += *at == '\n';
    Py_END_ALLOW_THREADS
    return PyLong_FromSsize_t(count);
}

/* A table of signs, as signs.py writes it. */
#define PAIRS 65536
#define FIRST_PAIR 0x80
#define GRAM 6
#define PART 8
#define AROUND 512
#define REACH 4

typedef struct {
    unsigned char gram[GRAM];
    unsigned char length; /* of the other part */
    unsigned char other_part[PART];
    signed char reach; /* in steps of REACH: how far behind the gram, or before it, the other part stands; 0: AROUND */
} Sign;

static unsigned char
small(unsigned char byte)
{
    return byte >= 'A' && byte <= 'Z' ? byte | 32 : byte;
}

static int
may_hold_pair(const unsigned char *chunk, unsigned char first, unsigned char second)
{
    unsigned char found = 0;

    for (int i = 0; i < SEARCHED; i++)
        found |= (unsigned char)(((chunk[i] | 32) == first) & ((chunk[i + 1] | 32) == second));
    return found;
}

static int
stands_at(const unsigned char *at, const unsigned char *letters, Py_ssize_t length)
{
    for (Py_ssize_t i = 0; i < length; i++)
        if (small(at[i]) != letters[i])
            return 0;
    return 1;
}

static int
is_near(const Part *part, const unsigned char *at, const Sign *sign)
{
    const unsigned char *other = sign->other_part;
    Py_ssize_t length = sign->length;
    Py_ssize_t before = sign->reach == 0 ? AROUND : sign->reach < 0 ? -REACH * sign->reach : 0;
    Py_ssize_t behind = sign->reach == 0 ? AROUND : sign->reach > 0 ? REACH * sign->reach : 0;
    const unsigned char *from = at - part->block > before ? at - before : part->block;
    const unsigned char *to = part->block_end - at > behind ? at + behind : part->block_end;

    while (to - from >= length) {
        const unsigned char *last = to - length;

        if (length >= 2 && to - from > SEARCHED) {
            if (!may_hold_pair(from, other[0] | 32, other[1] | 32)) {
                from += SEARCHED;
                continue;
            }
            if (last - from >= SEARCHED)
                last = from + SEARCHED - 1;
        }
        for (; from <= last; from++)
            if (stands_at(from, other, length))
                return 1;
    }
    return 0;
}

static int
is_sign(const Part *part, const unsigned char *at, const Sign *signs, Py_ssize_t count)
{
    Py_ssize_t low = 0, high = count;
    unsigned char gram[GRAM];

    for (int i = 0; i < GRAM; i++)
        gram[i] = small(at[i]);
    while (low < high) {
        Py_ssize_t middle = (low + high) / 2;

        if (memcmp(signs[middle].gram, gram, GRAM) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < count && memcmp(signs[low].gram, gram, GRAM) == 0; low++)
        if (is_near(part, at, &signs[low]))
            return 1;
    return 0;
}

/* Fills `found` with the next positions, and returns where to go on: at the last two bytes of what may be a gram. */
static const unsigned char *
next_signs(const Part *part, const unsigned char *at, const unsigned char *steps, const Sign *signs, Py_ssize_t signs_count,
           const unsigned char **found, int *count)
{
    *count = 0;
    while (part->end - at >= 2 && *count < AT_ONCE) {
        unsigned char step = steps[at[0] << 8 | at[1]] & ~FIRST_PAIR;

        if (step == 0) {
            const unsigned char *gram = at - (GRAM - 2);

            step = 1;
            if (steps[gram[0] << 8 | gram[1]] & FIRST_PAIR && is_sign(part, gram, signs, signs_count))
                found[(*count)++] = gram;
        }
        at += step;
    }
    return at;
}

PyDoc_STRVAR(sign_positions_doc,
"sign_positions($module, block, start, stop, table, /)\n"
"--\n"
"\n"
"Where in `block` the grams of the signs in `table` stand between `start` and `stop`, each near its other part.");

static PyObject *
sign_positions(PyObject *Py_UNUSED(module), PyObject *args)
{
    const unsigned char *found[AT_ONCE], *at, *steps;
    PyObject *list = NULL, *table, *place, *arguments;
    Py_ssize_t size;
    Part part;
    int count;

    if (!PyArg_ParseTuple(args, "OOOS:sign_positions", &place, &place, &place, &table))
        return NULL;
    size = PyBytes_Size(table) - PAIRS;
    if (size < 0 || size % (Py_ssize_t)sizeof(Sign) != 0)
        return PyErr_Format(PyExc_ValueError, "a table of signs has another size");
    arguments = PyTuple_GetSlice(args, 0, 3);
    if (arguments == NULL || part_of(arguments, "SOO:sign_positions", &part) < 0)
        goto end;
    list = PyList_New(0);
    if (list == NULL)
        goto end;
    steps = (const unsigned char *)PyBytes_AsString(table);
    at = part.end - part.first < GRAM ? part.end : part.first + (GRAM - 2);
    do {
        Py_BEGIN_ALLOW_THREADS
        at = next_signs(&part, at, steps, (const Sign *)(steps + PAIRS), size / (Py_ssize_t)sizeof(Sign), found, &count);
        Py_END_ALLOW_THREADS
        if (extend(list, part.block, found, count) < 0) {
            Py_CLEAR(list);
            break;
        }
    } while (part.end - at >= 2);
end:
    Py_XDECREF(arguments);
    return list;
}

static PyMethodDef functions[] = {
    {"sign_positions", sign_positions, METH_VARARGS, sign_positions_doc},
    {"code_positions", code_positions, METH_VARARGS, code_positions_doc},
    {"count_line_feeds", count_line_feeds, METH_VARARGS, line_ends_doc},
    {NULL, NULL, 0, NULL},
};

static PyModuleDef_Slot slots[] = {
    {0, NULL}, /* nothing to set up: the module has no state */
};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT,
    .m_name = "_speedups",
    .m_methods = functions,
    .m_slots = slots,
};

PyMODINIT_FUNC
PyInit__speedups(void)
{
    return PyModuleDef_Init(&definition);
}
