// Integers that never wrap round: what does not fit ends the whole search.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <utility>
#include <vector>

#ifndef __SIZEOF_INT128__
#error "the integers of this file are those of GCC and Clang; where there are none Python searches"
#endif

namespace regions {

using Word = std::int64_t;  // what is stored
using Wide = __int128;      // what is in between
using Id = std::int32_t;
using Byte = std::uint8_t;

// A number that needs more bits than there are: Python's integers have to do it.
struct TooWide {};

template <class Number>
Number times(Number a, Number b) {
    Number result;
    if (__builtin_mul_overflow(a, b, &result)) throw TooWide();
    return result;
}

template <class Number>
Number plus(Number a, Number b) {
    Number result;
    if (__builtin_add_overflow(a, b, &result)) throw TooWide();
    return result;
}

template <class Number>
Number negated(Number a) {
    Number result;
    if (__builtin_sub_overflow(Number(0), a, &result)) throw TooWide();
    return result;
}

inline bool is_word(Wide number) { return number > INT64_MIN && number <= INT64_MAX; }

inline Word word(Wide number) {
    if (!is_word(number)) throw TooWide();
    return static_cast<Word>(number);
}

inline Id id(std::size_t number) {
    if (number > INT32_MAX) throw TooWide();
    return static_cast<Id>(number);
}

// Return the greatest common divisor of the entries that are words, 0 if all these are 0.
template <class Number>
Word divisor_of_words(const Number* row, std::size_t size) {
    Word divisor = 0;
    for (std::size_t i = 0; i < size && divisor != 1; ++i)
        if (is_word(row[i])) divisor = std::gcd(divisor, static_cast<Word>(row[i]));
    return divisor;
}

// Divide a row by the greatest common divisor of its entries.
inline void make_primitive(Word* row, std::size_t size) {
    const Word divisor = divisor_of_words(row, size);
    for (std::size_t i = 0; divisor > 1 && i < size; ++i) row[i] /= divisor;
}

// The same of a row some entries of which may be no words; those of the result have to be.
inline void make_primitive(const Wide* row, std::size_t size, Word* into) {
    Wide divisor = divisor_of_words(row, size);
    for (std::size_t i = 0; i < size && divisor != 1; ++i) {
        Wide a = divisor, b = row[i];
        for (; b; a %= b, std::swap(a, b)) {}
        divisor = a < 0 ? -a : a;
    }
    for (std::size_t i = 0; i < size; ++i) into[i] = word(divisor > 1 ? row[i] / divisor : row[i]);
}

// The same of a row of words.
inline void make_primitive(const Word* row, std::size_t size, Word* into) {
    std::copy_n(row, size, into);
    make_primitive(into, size);
}

// Rows of numbers, one after another.
template <class Number>
struct Rows {
    std::size_t columns = 0;
    std::vector<Number> entries;

    std::size_t rows() const { return columns ? entries.size() / columns : 0; }
    Number* row(std::size_t i) { return entries.data() + i * columns; }
    const Number* row(std::size_t i) const { return entries.data() + i * columns; }
};

using Matrix = Rows<Word>;
using WideMatrix = Rows<Wide>;  // the same, for numbers that may be no words
using Bytes = Rows<Byte>;

inline WideMatrix widened(const Matrix& rows) {
    return {rows.columns, {rows.entries.begin(), rows.entries.end()}};
}

// Return the greatest absolute row sum of a matrix, so large that nothing fits where it is no word.
inline Wide greatest_row_sum(const Matrix& matrix) {
    Wide found = 1;
    for (std::size_t i = 0; i < matrix.rows(); ++i) {
        Wide sum = 0;
        for (std::size_t j = 0; j < matrix.columns; ++j)
            sum += matrix.row(i)[j] < 0 ? -Wide(matrix.row(i)[j]) : matrix.row(i)[j];
        found = std::max(found, sum);
    }
    return found;
}

// Return the rows `row @ matrix.T`, or those of their positive parts.
template <class Number>
Rows<Number> product(const Rows<Number>& rows, const Matrix& matrix, bool rectified) {
    const std::size_t count = rows.rows(), into = matrix.rows(), columns = rows.columns;
    const Wide room = INT64_MAX / greatest_row_sum(matrix);  // of entries that no sum wraps round
    Rows<Number> found{into, std::vector<Number>(count * into)};
    std::vector<Number> from(columns);
    for (std::size_t i = 0; i < count; ++i) {
        bool fits = true;
        for (std::size_t k = 0; k < columns; ++k) {
            const Number entry = rows.row(i)[k];
            from[k] = rectified && entry < 0 ? 0 : entry;
            fits &= from[k] <= room && from[k] >= -room;
        }
        for (std::size_t j = 0; j < into; ++j) {
            const Word* form = matrix.row(j);
            Number sum = 0;
            if (fits) {
                Word narrow = 0;
                for (std::size_t k = 0; k < columns; ++k) narrow += Word(from[k]) * form[k];
                sum = narrow;
            } else {
                for (std::size_t k = 0; k < columns; ++k)
                    sum = plus(sum, times(from[k], Number(form[k])));
            }
            found.row(i)[j] = sum;
        }
    }
    return found;
}

}  // namespace regions
