// referee.numerics._compiled: the search for activation regions, without Python in its loops.
//
// Only Python's stable interface is used, so that one build serves every version from 3.11 on.
#define PY_SSIZE_T_CLEAN
#define Py_LIMITED_API 0x030B0000
#include <Python.h>

#include <new>

#include "search.h"

namespace {

using namespace regions;

struct Raised {};  // a Python exception is set

void breathe() {
    if (PyErr_CheckSignals()) throw Raised();
}

// Read an int64 array of two dimensions.
Matrix matrix_of(PyObject* array) {
    Py_buffer view;
    if (PyObject_GetBuffer(array, &view, PyBUF_C_CONTIGUOUS | PyBUF_FORMAT)) throw Raised();
    Matrix found;
    const bool fits = view.ndim == 2 && view.itemsize == sizeof(Word) && view.shape[1] > 0;
    if (fits) {
        const Word* entries = static_cast<const Word*>(view.buf);
        found.columns = view.shape[1];
        found.entries.assign(entries, entries + view.shape[0] * view.shape[1]);
    }
    PyBuffer_Release(&view);
    if (!fits) {
        PyErr_SetString(PyExc_TypeError, "a two-dimensional array of int64 is needed");
        throw Raised();
    }
    return found;
}

Network network_of(PyObject* layers, int biased) {
    Network found;
    found.biased = biased;
    const Py_ssize_t count = PyTuple_Size(layers);
    if (count < 1) {
        if (!PyErr_Occurred()) PyErr_SetString(PyExc_ValueError, "a hidden layer is needed");
        throw Raised();
    }
    for (Py_ssize_t i = 0; i < count; ++i) {
        found.hidden.push_back(matrix_of(PyTuple_GetItem(layers, i)));
        if (!i || found.hidden[i].columns == found.hidden[i - 1].rows()) continue;
        PyErr_SetString(PyExc_ValueError, "the layers do not fit together");
        throw Raised();
    }
    return found;
}

template <class Number>
PyObject* bytes_of(const std::vector<Number>& numbers) {
    const char* start = reinterpret_cast<const char*>(numbers.data());
    return PyByteArray_FromStringAndSize(start, numbers.size() * sizeof(Number));
}

PyObject* found_by(const Search& search) {
    const std::vector<Word> doubtful(search.doubtful.begin(), search.doubtful.end());
    return Py_BuildValue(
        "(NNNNN)", bytes_of(search.points.entries), bytes_of(search.patterns.entries),
        bytes_of(search.parents), bytes_of(search.children), bytes_of(doubtful));
}

PyObject* search(PyObject*, PyObject* arguments) {
    PyObject* layers;
    int biased;
    unsigned long long most, part, incidences;
    if (!PyArg_ParseTuple(
            arguments, "O!pKKK", &PyTuple_Type, &layers, &biased, &most, &part, &incidences))
        return nullptr;
    try {
        const Network network = network_of(layers, biased);
        Search found(network, Limits{most, part, incidences}, breathe);
        found.run();
        return found_by(found);
    } catch (const TooWide&) {
        Py_RETURN_NONE;
    } catch (const OverLimit& over) {
        return PyLong_FromUnsignedLongLong(over.lower);
    } catch (const Uncertified& defect) {
        PyErr_SetString(PyExc_RuntimeError, defect.what);
    } catch (const std::bad_alloc&) {
        PyErr_NoMemory();
    } catch (const Raised&) {
    }
    return nullptr;
}

PyMethodDef METHODS[] = {
    {"search", search, METH_VARARGS,
     "search(layers, biased, limit, part, incidences)\n--\n\n"
     "Return what is found of all regions as bytes, the number certified over a limit, or None\n"
     "where 64 bits do not suffice."},
    {nullptr, nullptr, 0, nullptr},
};

PyModuleDef MODULE = {
    PyModuleDef_HEAD_INIT, "_compiled", "The search for activation regions, compiled.", -1,
    METHODS, nullptr, nullptr, nullptr, nullptr};

}  // namespace

PyMODINIT_FUNC PyInit__compiled() { return PyModule_Create(&MODULE); }
