#include "network.h"

#include <algorithm>
#include <cstring>

namespace regions {

namespace {

// Say whether two of the patterns are equal, restricted to some units.
bool has_equal_rows(const Bytes& patterns, const std::vector<Byte>& known) {
    const std::size_t words = (patterns.columns + 63) / 64;
    std::vector<std::uint64_t> packed(patterns.rows() * words);
    for (std::size_t i = 0; i < patterns.rows(); ++i)
        for (std::size_t j = 0; j < patterns.columns; ++j)
            if (known[j] && patterns.row(i)[j]) packed[i * words + j / 64] |= 1ull << (j % 64);
    if (words == 1) {
        std::sort(packed.begin(), packed.end());
        return std::adjacent_find(packed.begin(), packed.end()) != packed.end();
    }
    std::vector<const std::uint64_t*> rows;
    for (std::size_t i = 0; i < patterns.rows(); ++i) rows.push_back(packed.data() + i * words);
    const auto order = [words](const std::uint64_t* a, const std::uint64_t* b) {
        return std::memcmp(a, b, words * sizeof *a);
    };
    std::sort(rows.begin(), rows.end(), [&](auto a, auto b) { return order(a, b) < 0; });
    const auto same = [&](auto a, auto b) { return order(a, b) == 0; };
    return std::adjacent_find(rows.begin(), rows.end(), same) != rows.end();
}

}  // namespace

std::size_t Network::units() const {
    std::size_t found = 0;
    for (const Matrix& matrix : hidden) found += matrix.rows() - biased;
    return found;
}

template <class Number>
Bytes Network::signs(Rows<Number> values) const {
    Bytes found{units(), std::vector<Byte>(values.rows() * units())};
    std::size_t start = 0;
    for (std::size_t depth = 0; depth < hidden.size(); ++depth) {
        values = product(values, hidden[depth], depth > 0);
        for (std::size_t i = 0; i < values.rows(); ++i)
            for (std::size_t j = biased; j < values.columns; ++j) {
                const Number form = values.row(i)[j];
                found.row(i)[start + j - biased] = form > 0 ? 1 : form < 0 ? 2 : 0;
            }
        start += values.columns - biased;
    }
    return found;
}

template Bytes Network::signs(Matrix) const;
template Bytes Network::signs(WideMatrix) const;

std::vector<std::size_t> Network::certify(
    const Matrix& points, const Bytes& patterns, const std::vector<Byte>& known) const {
    if (has_equal_rows(patterns, known))
        throw Uncertified{"two regions have the same activation pattern"};
    try {
        return certified(points, patterns, known);
    } catch (const TooWide&) {
        return certified(widened(points), patterns, known);
    }
}

template <class Number>
std::vector<std::size_t> Network::certified(
    Rows<Number> values, const Bytes& patterns, const std::vector<Byte>& known) const {
    std::vector<Byte> doubtful(values.rows());
    std::size_t start = 0;
    for (std::size_t depth = 0; depth < hidden.size(); ++depth) {
        const Rows<Number> forms = product(values, hidden[depth], depth > 0);
        for (std::size_t i = 0; i < forms.rows(); ++i) {
            bool vanishes = false, live = false;
            for (std::size_t j = biased; j < forms.columns; ++j) {
                const std::size_t unit = start + j - biased;
                if (!known[unit]) continue;
                const Number form = forms.row(i)[j];
                if ((form > 0) != (patterns.row(i)[unit] != 0))
                    throw Uncertified{"a witness misses its pattern"};
                vanishes |= form == 0;
            }
            for (std::size_t j = biased; vanishes && j < values.columns; ++j) {
                const Number value = values.row(i)[j];
                live |= depth ? value > 0 : value != 0;
            }
            doubtful[i] |= vanishes && live;
        }
        values = forms;
        start += values.columns - biased;
    }
    std::vector<std::size_t> found;
    for (std::size_t i = 0; i < doubtful.size(); ++i)
        if (doubtful[i]) found.push_back(i);
    return found;
}

}  // namespace regions
