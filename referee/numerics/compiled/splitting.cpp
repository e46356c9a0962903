#include "splitting.h"

#include <algorithm>

namespace regions {

Splitting::Splitting(Fan& fan, Scratch& scratch, std::size_t column)
    : fan_(fan),
      signs_(scratch.signs),
      column_(column),
      old_(fan.counts),
      both_(scratch.both),
      place_(scratch.place),
      vanishes_(scratch.vanishes) {
    const std::size_t rank = signs_.size();
    both_.resize(rank), place_.resize(rank), vanishes_.resize(rank);
    for (std::size_t k = 0; k < rank; ++k) {
        const Signs& signs = signs_[k];
        both_[k].clear(), vanishes_[k] = false;
        if (place_[k].size() < signs.size()) place_[k].resize(signs.size());
        for (std::size_t i = 0; i < signs.size(); ++i) {
            vanishes_[k] |= !signs[i];
            if (signs[i] != BOTH) continue;
            place_[k][i] = id(both_[k].size());
            both_[k].push_back(id(i));
        }
        id(old_[k] + 2 * both_[k].size() + (k + 1 < rank ? old_[k + 1] : 0));  // all ids fit
    }
}

void Splitting::apply() {
    const std::size_t rank = signs_.size();
    split_edges();
    for (std::size_t k = 2; k < rank; ++k) split_faces(k);
    for (Level& level : fan_.upper) level.tidy();
    for (std::size_t k = 0; k < rank; ++k)
        fan_.counts[k] += both_[k].size() + (k + 1 < rank ? both_[k + 1].size() : 0);
}

// Put a new ray on every split face of dimension 2, and append the negative parts.
void Splitting::split_edges() {
    Matrix& rays = fan_.rays;
    const std::size_t columns = rays.columns;
    std::vector<Wide> found(columns);
    std::size_t end = rays.entries.size();
    rays.entries.resize(end + both_[1].size() * columns);
    Id wall = walls(1);
    for (Id edge : both_[1]) {
        Id* ends = &fan_.edges[2 * std::size_t(edge)];
        Id above = ends[0], below = ends[1];
        if (signs_[0][above] == MINUS) std::swap(above, below);
        const Word *a = rays.row(above), *b = rays.row(below);
        const Wide of_above = -Wide(b[column_]), of_below = a[column_];
        for (std::size_t j = 0; j < columns; ++j)  // of two products of words: it does fit
            found[j] = of_above * a[j] + of_below * b[j];
        make_primitive(found.data(), columns, &rays.entries[end]);
        end += columns;
        ends[0] = above, ends[1] = wall;
        fan_.edges.push_back(wall++);
        fan_.edges.push_back(below);
    }
}

// Share out the facets of the split faces of dimension k + 1 (index k) and of the walls.
void Splitting::split_faces(std::size_t k) {
    Level& level = fan_.upper[k - 2];
    const Signs& signs = signs_[k - 1];
    const Id lower_wall = walls(k - 1), lower_other = negative(k - 1);
    Id wall = walls(k);
    Ids positive, negative, halves, last, of_wall;
    for (Id face : both_[k]) {
        for (Ids* ids : {&positive, &negative, &halves, &last, &of_wall}) ids->clear();
        for (const Id* at = level.begin(face); at != level.end(face); ++at) {
            const Byte sign = signs[*at];
            (sign == MINUS ? negative : positive).push_back(*at);
            if (sign == BOTH) {
                halves.push_back(lower_other + place_[k - 1][*at]);
                of_wall.push_back(lower_wall + place_[k - 1][*at]);
            } else if (sign == PLUS && vanishes_[k - 2]) {
                // A face in the zero set, two dimensions below a split face, lies on one positive
                // and on one negative facet of it: asking the positive ones finds it once.
                const Id zero = zero_facet(k - 1, *at);
                if (zero >= 0) last.push_back(zero);
            }
        }
        negative.insert(negative.end(), halves.begin(), halves.end());
        of_wall.insert(of_wall.end(), last.begin(), last.end());
        positive.push_back(wall);
        negative.push_back(wall++);
        level.replace(face, positive);
        level.add(negative);
        if (k > 2)
            fan_.upper[k - 3].add(of_wall);
        else
            fan_.edges.insert(fan_.edges.end(), of_wall.begin(), of_wall.end());
    }
}

// The facet in the zero set of a face of dimension k + 1 that is not negative, -1 if none.
Id Splitting::zero_facet(std::size_t k, Id face) const {
    if (k == 1) {
        const Id first = fan_.edges[2 * std::size_t(face)], second = fan_.edges[2 * face + 1];
        return !signs_[0][first] ? first : !signs_[0][second] ? second : -1;
    }
    const Level& level = fan_.upper[k - 2];
    for (const Id* at = level.begin(face); at != level.end(face); ++at)
        if (!signs_[k - 1][*at]) return *at;
    return -1;
}

}  // namespace regions
