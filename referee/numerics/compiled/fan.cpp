#include "fan.h"

#include <algorithm>

#include "splitting.h"

namespace regions {

namespace {

// The different ids below count, in order, and the place of each among them.
Ids members(std::size_t count, const Ids& ids, Ids& place) {
    place.assign(count, -1);
    for (Id each : ids) place[each] = 0;
    Ids found;
    for (std::size_t i = 0; i < count; ++i)
        if (!place[i]) place[i] = id(found.size()), found.push_back(id(i));
    return found;
}

}  // namespace

void Level::add(const Ids& facets) {
    start_.push_back(facets_.size());
    count_.push_back(id(facets.size()));
    facets_.insert(facets_.end(), facets.begin(), facets.end());
    incidences_ += facets.size();
}

void Level::replace(Id face, const Ids& facets) {
    incidences_ += facets.size() - count_[face];
    if (facets.size() > std::size_t(count_[face])) {
        start_[face] = facets_.size();
        facets_.resize(facets_.size() + facets.size());
    }
    count_[face] = id(facets.size());
    std::copy(facets.begin(), facets.end(), facets_.begin() + start_[face]);
}

void Level::tidy() {
    if (facets_.size() <= 2 * incidences_) return;
    Ids tidied;
    tidied.reserve(incidences_);
    for (std::size_t face = 0; face < faces(); ++face) {
        const Id* from = begin(id(face));
        start_[face] = tidied.size();
        tidied.insert(tidied.end(), from, from + count_[face]);
    }
    facets_.swap(tidied);
}

void Level::rename(const Ids& place) {
    for (Id& facet : facets_) facet = place[facet];
}

std::size_t Fan::size() const {
    std::size_t found = edges.size();
    for (const Level& level : upper) found += level.incidences();
    return found;
}

void Fan::split(std::size_t column, Scratch& scratch, Ids& split, Signs& positive) {
    std::vector<Signs>& signs = scratch.signs;
    signs.resize(counts.size());
    signs[0].resize(counts[0]);
    for (std::size_t i = 0; i < counts[0]; ++i) {
        const Word value = rays.row(i)[column];
        signs[0][i] = value > 0 ? PLUS : value < 0 ? MINUS : 0;
    }
    if (counts.size() > 1) {
        signs[1].resize(counts[1]);
        for (std::size_t i = 0; i < counts[1]; ++i)
            signs[1][i] = signs[0][edges[2 * i]] | signs[0][edges[2 * i + 1]];
    }
    for (std::size_t k = 2; k < counts.size(); ++k) {
        const Level& level = upper[k - 2];
        signs[k].resize(counts[k]);
        for (std::size_t i = 0; i < counts[k]; ++i) {
            const Id *at = level.begin(id(i)), *end = level.end(id(i));
            Byte sign = 0;
            while (at != end && sign != BOTH) sign |= signs[k - 1][*at++];
            signs[k][i] = sign;
        }
    }
    const Signs& top = signs.back();
    split.clear(), positive.clear();
    for (std::size_t i = 0; i < top.size(); ++i) {
        positive.push_back((top[i] & PLUS) != 0);
        if (top[i] == BOTH) split.push_back(id(i));
    }
    positive.resize(top.size() + split.size(), 0);
    if (!split.empty()) Splitting(*this, scratch, column).apply();
}

Incidences Fan::facets() const {
    Incidences found;
    for (std::size_t i = 0; i < cells(); ++i) {
        const Id cell = id(i), origin = 0;
        const bool is_line = counts.size() == 1, is_plane = counts.size() == 2;
        const Id* at = is_line ? &origin : is_plane ? &edges[2 * i] : upper.back().begin(cell);
        const Id* end = is_line ? at + 1 : is_plane ? at + 2 : upper.back().end(cell);
        found.parent.insert(found.parent.end(), end - at, cell);
        found.child.insert(found.child.end(), at, end);
    }
    return found;
}

Matrix Fan::ray_points(std::size_t columns) const {
    Matrix points{columns, {}};
    points.entries.reserve(counts[0] * columns);
    for (std::size_t i = 0; i < counts[0]; ++i) {
        const Word* row = rays.row(i) + rays.columns - columns;
        points.entries.insert(points.entries.end(), row, row + columns);
        make_primitive(points.row(i), columns);
    }
    return points;
}

template <class Number>
Rows<Number> Fan::points_above(const Rows<Number>& points, std::size_t dimension) const {
    const std::size_t k = dimension - 1, columns = points.columns;
    Ids first(counts[k]), second(counts[k]);
    for (std::size_t i = 0; i < counts[k]; ++i) {
        if (k == 1) {
            first[i] = edges[2 * i], second[i] = edges[2 * i + 1];
        } else {
            const Id* end = upper[k - 2].end(id(i));
            first[i] = end[-1], second[i] = end[-2];
        }
    }
    Rows<Number> sums{columns, std::vector<Number>(counts[k] * columns)};
    for (std::size_t i = 0; i < counts[k]; ++i)
        for (std::size_t j = 0; j < columns; ++j)
            sums.row(i)[j] = plus(points.row(first[i])[j], points.row(second[i])[j]);
    return sums;
}

template Matrix Fan::points_above(const Matrix&, std::size_t) const;
template WideMatrix Fan::points_above(const WideMatrix&, std::size_t) const;

Fan Fan::restricted(const Ids& cells) const {
    Fan found;
    Ids keep = cells, place;
    found.counts.assign(counts.size(), 0), found.counts.back() = cells.size();
    found.upper.resize(upper.size());
    for (std::size_t k = counts.size() - 1; k >= 2; --k) {
        const Level& level = upper[k - 2];
        Ids facets;
        for (Id face : keep) {
            const Ids of_face(level.begin(face), level.end(face));
            found.upper[k - 2].add(of_face);
            facets.insert(facets.end(), of_face.begin(), of_face.end());
        }
        keep = members(counts[k - 1], facets, place);
        found.upper[k - 2].rename(place);
        found.counts[k - 1] = keep.size();
    }
    if (counts.size() > 1) {
        for (Id edge : keep)
            found.edges.insert(found.edges.end(), {edges[2 * edge], edges[2 * edge + 1]});
        keep = members(counts[0], found.edges, place);
        for (Id& end : found.edges) end = place[end];
        found.counts[0] = keep.size();
    }
    found.rays.columns = rays.columns;
    for (Id ray : keep)
        found.rays.entries.insert(found.rays.entries.end(), rays.row(ray), rays.row(ray + 1));
    return found;
}

std::size_t orthant_incidences(int rank, int fixed) {
    const int free = rank - fixed;
    std::size_t two = 1, three = 1;
    for (int i = 0; i < fixed; ++i) two *= 2;
    for (int i = 0; i < free; ++i) three *= 3;
    return fixed * two * three / 2 + 2 * free * two * three / 3;
}

Fan orthants(int rank, int fixed, std::vector<Word>& signs) {
    std::vector<std::size_t> powers{1};
    for (int i = 0; i < rank; ++i) powers.push_back(powers.back() * (i < fixed ? 2 : 3));
    const auto digit = [&](std::size_t face, int i) { return face % powers[i + 1] / powers[i]; };
    std::vector<std::vector<std::size_t>> levels(rank);
    Ids ids(powers.back());
    for (std::size_t face = 1; face < powers.back(); ++face) {
        int dimension = 0;
        for (int i = 0; i < rank; ++i) dimension += digit(face, i) != 0;
        ids[face] = id(levels[dimension - 1].size());
        levels[dimension - 1].push_back(face);
    }
    Fan found;
    for (const auto& level : levels) found.counts.push_back(level.size());
    const auto coordinates = [&](const std::vector<std::size_t>& faces, std::vector<Word>& into) {
        into.clear();
        for (std::size_t face : faces)
            for (int i = 0; i < rank; ++i)
                into.push_back(digit(face, i) == 2 ? -1 : Word(digit(face, i)));
    };
    found.rays.columns = rank;
    coordinates(levels.front(), found.rays.entries);
    coordinates(levels.back(), signs);
    for (int k = 1; k < rank; ++k) {
        Level level;
        Ids facets;
        for (std::size_t face : levels[k]) {
            facets.clear();
            for (int axis = 0; axis < rank; ++axis)
                if (const std::size_t at = digit(face, axis))
                    facets.push_back(ids[face - at * powers[axis]]);
            if (k == 1)
                found.edges.insert(found.edges.end(), facets.begin(), facets.end());
            else
                level.add(facets);
        }
        if (k > 1) found.upper.push_back(level);
    }
    return found;
}

}  // namespace regions
