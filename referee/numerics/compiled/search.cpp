#include "search.h"

#include <algorithm>
#include <cstdint>

namespace regions {

namespace {

constexpr int MOST_FREE = 30;  // coordinates of both signs; 3^30 still fits

// Return the first independent columns, by Bareiss's elimination without fractions.
std::vector<std::size_t> pivots(Matrix table) {
    std::vector<std::size_t> found;
    Word last = 1;
    for (std::size_t column = 0; column < table.columns; ++column) {
        const std::size_t top = found.size();
        std::size_t pivot = top;
        while (pivot < table.rows() && !table.row(pivot)[column]) ++pivot;
        if (pivot == table.rows()) continue;
        if (pivot != top)
            std::swap_ranges(table.row(top), table.row(top) + table.columns, table.row(pivot));
        const Word* above = table.row(top);
        for (std::size_t i = top + 1; i < table.rows(); ++i) {
            Word* row = table.row(i);
            const Word factor = row[column];
            for (std::size_t j = 0; j < table.columns; ++j)
                row[j] = plus(times(above[column], row[j]), negated(times(factor, above[j]))) / last;
        }
        last = above[column];
        found.push_back(column);
    }
    return found;
}

Matrix transposed(const Matrix& matrix) {
    Matrix found{matrix.rows(), std::vector<Word>(matrix.entries.size())};
    for (std::size_t i = 0; i < matrix.rows(); ++i)
        for (std::size_t j = 0; j < matrix.columns; ++j) found.row(j)[i] = matrix.row(i)[j];
    return found;
}

// A positive multiple of the inverse with integer entries, by Gauss and Jordan without fractions.
Matrix adjugate(const Matrix& square) {
    const std::size_t size = square.rows(), columns = 2 * size;
    Matrix table{columns, std::vector<Word>(size * columns)};
    for (std::size_t i = 0; i < size; ++i) {
        std::copy_n(square.row(i), size, table.row(i));
        table.row(i)[size + i] = 1;
    }
    Word last = 1;
    for (std::size_t k = 0; k < size; ++k) {
        std::size_t pivot = k;
        while (!table.row(pivot)[k]) ++pivot;  // there is one: the matrix is invertible
        if (pivot != k) std::swap_ranges(table.row(k), table.row(k) + columns, table.row(pivot));
        const Word* above = table.row(k);
        for (std::size_t i = 0; i < size; ++i) {
            Word* row = table.row(i);
            const Word factor = row[k];
            for (std::size_t j = 0; i != k && j < columns; ++j)
                row[j] = plus(times(above[k], row[j]), negated(times(factor, above[j]))) / last;
        }
        last = above[k];
    }
    Matrix found{size, {}};
    for (std::size_t i = 0; i < size; ++i)
        for (std::size_t j = 0; j < size; ++j) {
            const Word entry = table.row(i)[size + j];
            found.entries.push_back(last < 0 ? negated(entry) : entry);
        }
    return found;
}

}  // namespace

Search::Search(const Network& network, const Limits& limits, void (*breathe)())
    : network_(network), limits_(limits), breathe_(breathe) {
    const Matrix& first = network.hidden.front();
    rows_ = pivots(transposed(first));
    columns_ = pivots(first);
    for (std::size_t layer = 0; layer < network.hidden.size(); ++layer)
        for (std::size_t j = network.biased; j < network.hidden[layer].rows(); ++j)
            layer_of_.push_back(layer), column_of_.push_back(j);
    points.columns = network.inputs();
    patterns.columns = network.units();
}

void Search::run() {
    if (!rank()) return single_region();
    const int least = network_.biased;
    int fixed = least;
    if (rank() - least > MOST_FREE) throw TooWide();
    while (fixed < rank() && orthant_incidences(rank(), fixed) > limits_.part) ++fixed;
    const std::size_t starts = std::size_t(1) << (fixed - least),
                      cells = std::size_t(1) << (rank() - least);
    if (cells > limits_.regions ||
        orthant_incidences(rank(), fixed) > limits_.incidences / starts)
        throw OverLimit{cells};  // independent linear forms take all combinations of signs
    divided_ = fixed > least;
    Matrix square{rows_.size(), {}};
    for (std::size_t row : rows_)
        for (std::size_t column : columns_)
            square.entries.push_back(network_.hidden.front().row(row)[column]);
    const Matrix inverse = adjugate(square);
    for (std::size_t flips = 0; flips < starts; ++flips) start(least, fixed, flips, inverse);
}

// All of space: the first layer is zero and has no biases.
void Search::single_region() {
    points.entries.assign(points.columns, 0);
    patterns.entries.assign(patterns.columns, 0);
    network_.certify(points, patterns, std::vector<Byte>(patterns.columns, 1));
}

// Search one of the parts of space in which the first forms keep their signs.
void Search::start(int least, int fixed, std::size_t flips, const Matrix& adjugate) {
    Part part;
    std::vector<Word> signs;
    part.fan = orthants(rank(), fixed, signs);
    std::vector<Word> flip(rank(), 1);
    for (int i = least; i < fixed; ++i)  // the last of them alternates fastest
        if (flips >> (fixed - 1 - i) & 1) flip[i] = -1;
    Matrix& rays = part.fan.rays;
    for (std::size_t i = 0; i < rays.rows(); ++i)
        for (int j = 0; j < rank(); ++j) rays.row(i)[j] *= flip[j];
    rays = product(rays, adjugate, false);
    for (std::size_t i = 0; i < rays.rows(); ++i) make_primitive(rays.row(i), rays.columns);
    part.patterns.columns = patterns.columns;
    part.patterns.entries.assign(part.fan.cells() * patterns.columns, 0);
    part.known.assign(patterns.columns, 0);
    for (int j = least; j < rank(); ++j) {
        const std::size_t unit = rows_[j] - least;
        part.known[unit] = 1;
        for (std::size_t i = 0; i < part.fan.cells(); ++i)
            part.patterns.row(i)[unit] = signs[i * rank() + j] * flip[j] > 0;
    }
    pending_.push_back(std::move(part));
    while (!pending_.empty()) {
        Part next = std::move(pending_.back());
        pending_.pop_back();
        refine(std::move(next));
    }
}

void Search::refine(Part part) {
    for (; part.unit < layer_of_.size(); ++part.unit) {
        if (part.layer < static_cast<int>(layer_of_[part.unit])) enter_next_layer(part);
        if (part.known[part.unit]) continue;
        if (part.fan.size() > limits_.part && part.fan.cells() > 1) return divide(part);
        breathe_();
        split(part);
    }
    finish(part);
}

void Search::enter_next_layer(Part& part) const {
    const Matrix& rays = part.fan.rays;
    const std::size_t coordinates = rank(), forms = rays.columns - coordinates;
    const bool later = ++part.layer > 0;
    Matrix from{later ? forms : coordinates, {}}, matrix = network_.hidden[part.layer];
    for (std::size_t i = 0; i < rays.rows(); ++i) {
        const Word* row = rays.row(i) + (later ? 0 : forms);
        from.entries.insert(from.entries.end(), row, row + from.columns);
    }
    if (!later) {
        Matrix chosen{columns_.size(), {}};
        for (std::size_t i = 0; i < matrix.rows(); ++i)
            for (std::size_t column : columns_) chosen.entries.push_back(matrix.row(i)[column]);
        matrix = chosen;
    }
    const Matrix values = product(from, matrix, later);
    Matrix found{values.columns + coordinates, {}};
    found.entries.reserve(rays.rows() * found.columns);
    for (std::size_t i = 0; i < rays.rows(); ++i) {
        const Word *row = values.row(i), *point = rays.row(i) + forms;
        found.entries.insert(found.entries.end(), row, row + values.columns);
        found.entries.insert(found.entries.end(), point, point + coordinates);
        make_primitive(found.row(i), found.columns);
    }
    part.fan.rays = std::move(found);
}

void Search::split(Part& part) {
    Ids parents;
    Signs positive;
    part.fan.split(column_of_[part.unit], scratch_, parents, positive);
    std::vector<Byte>& entries = part.patterns.entries;
    const std::size_t width = part.patterns.columns;
    entries.resize(positive.size() * width);
    Byte* into = &entries[(positive.size() - parents.size()) * width];
    for (Id parent : parents) into = std::copy_n(&entries[parent * width], width, into);
    for (std::size_t i = 0; i < positive.size(); ++i)
        part.patterns.row(i)[part.unit] = positive[i];
    part.known[part.unit] = 1;
    check_limits(part);
}

void Search::check_limits(const Part& part) const {
    std::size_t cells = finished_ + part.fan.cells(), size = work_ + part.fan.size();
    for (const Part& each : pending_) cells += each.fan.cells(), size += each.fan.size();
    if (cells <= limits_.regions && size <= limits_.incidences) return;
    std::vector<const Part*> unfinished{&part};
    for (const Part& each : pending_) unfinished.push_back(&each);
    for (const Part* each : unfinished) {
        WideMatrix rays = widened(each->fan.ray_points(rank()));
        const Matrix found = cell_points(*each, rays);
        // Whether a vanishing unit is dead is looked at elsewhere; so is the whole search then.
        if (!network_.certify(found, each->patterns, each->known).empty()) throw TooWide();
    }
    throw OverLimit{cells};
}

// Replace a part by its cells where a unit is active and those where it is not.
void Search::divide(const Part& part) {
    divided_ = true;
    const std::size_t cells = part.fan.cells();
    std::size_t unit = 0, least = SIZE_MAX;
    for (std::size_t j = 0; j < part.known.size(); ++j) {
        if (!part.known[j]) continue;
        std::size_t active = 0;
        for (std::size_t i = 0; i < cells; ++i) active += part.patterns.row(i)[j];
        const std::size_t uneven = 2 * active > cells ? 2 * active - cells : cells - 2 * active;
        if (uneven < least) least = uneven, unit = j;
    }
    for (Byte active : {1, 0}) {
        Ids chosen;
        Part half;
        half.patterns.columns = part.patterns.columns;
        for (std::size_t i = 0; i < cells; ++i) {
            const Byte* row = part.patterns.row(i);
            if (row[unit] != active) continue;
            chosen.push_back(id(i));
            half.patterns.entries.insert(
                half.patterns.entries.end(), row, row + half.patterns.columns);
        }
        half.fan = part.fan.restricted(chosen);
        half.known = part.known, half.layer = part.layer, half.unit = part.unit;
        pending_.push_back(std::move(half));
    }
}

void Search::finish(const Part& part) {
    const Matrix rays = part.fan.ray_points(rank());
    try {
        finish(part, rays);
    } catch (const TooWide&) {
        finish(part, widened(rays));
    }
}

// Nothing is changed before all that may be too wide is done.
template <class Number>
void Search::finish(const Part& part, Rows<Number> inside) {
    const Matrix found = cell_points(part, inside);
    const std::vector<std::size_t> vanishing = network_.certify(found, part.patterns, part.known);
    const Incidences facets = part.fan.facets();
    const std::vector<Word> numbers = facet_numbers(facets, inside);
    for (std::size_t row : vanishing) doubtful.push_back(finished_ + row);
    for (std::size_t row = 0; row < facets.parent.size(); ++row) {
        parents.push_back(Word(facets.parent[row] + finished_));
        children.push_back(numbers[facets.child[row]]);
    }
    points.entries.insert(points.entries.end(), found.entries.begin(), found.entries.end());
    patterns.entries.insert(
        patterns.entries.end(), part.patterns.entries.begin(), part.patterns.entries.end());
    finished_ += part.fan.cells();
    work_ += part.fan.size();
}

// A number for every facet of a part, the same for the same facet of another part.
template <class Number>
std::vector<Word> Search::facet_numbers(const Incidences& facets, const Rows<Number>& inside) {
    const std::size_t count = 1 + *std::max_element(facets.child.begin(), facets.child.end());
    std::vector<std::size_t> cells(count), names;
    for (Id facet : facets.child) ++cells[facet];
    Rows<Number> border{inside.columns, {}};
    for (std::size_t facet = 0; divided_ && facet < count; ++facet) {
        if (cells[facet] != 1) continue;
        names.push_back(facet);
        const Number* row = inside.row(facet);
        border.entries.insert(border.entries.end(), row, row + inside.columns);
    }
    const Bytes signs = network_.signs(widened(embedded(border)));
    std::vector<Word> numbers(count);
    for (Word& number : numbers) number = facets_++;
    for (std::size_t i = 0; i < names.size(); ++i) {
        const std::string key(reinterpret_cast<const char*>(signs.row(i)), signs.columns);
        numbers[names[i]] = open_facets_.emplace(key, numbers[names[i]]).first->second;
    }
    return numbers;
}

template <class Number>
Matrix Search::cell_points(const Part& part, Rows<Number>& points) const {
    for (int dimension = 2; dimension < rank(); ++dimension)
        points = part.fan.points_above(points, dimension);
    return embedded(rank() == 1 ? points : part.fan.points_above(points, rank()));
}

// Primitive inputs of the network with the given independent coordinates.
template <class Number>
Matrix Search::embedded(const Rows<Number>& coordinates) const {
    Matrix found{network_.inputs(), std::vector<Word>(coordinates.rows() * network_.inputs())};
    std::vector<Word> row(columns_.size());
    for (std::size_t i = 0; i < coordinates.rows(); ++i) {
        make_primitive(coordinates.row(i), row.size(), row.data());
        for (std::size_t j = 0; j < row.size(); ++j) found.row(i)[columns_[j]] = row[j];
    }
    return found;
}

}  // namespace regions
