// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/render/kustomize/order.h"

#include "services/render/kustomize/problem.h"

#include <algorithm>
#include <unordered_map>

namespace render {

namespace {
struct Rank {
    int order = 0;
    bool isNamespace = false;
    bool isCore = false;
    std::string gvk;
    std::string rest;
    std::shared_ptr<Resource> resource;
};

std::string orBlank(const std::string &text, const char *blank)
{
    return text.empty() ? std::string(blank) : text;
}

bool isBefore(const Rank &a, const Rank &b)
{
    if (a.order != b.order)
        return a.order < b.order;
    if (a.gvk != b.gvk)
        return a.isNamespace && b.isNamespace && (a.isCore || b.isCore) ? a.gvk > b.gvk : a.gvk < b.gvk;
    return a.rest < b.rest;
}
}

core::Result<> checkSortOptions(const SortOptions &options)
{
    if (options.order != "fifo" && options.order != "legacy")
        return problem("the field 'sortOptions.order' must be one of [fifo, legacy]");
    if (options.order == "fifo" && options.orderFirst)
        return problem(
            "the field 'sortOptions.legacySortOptions' is set but the selected sort order is 'fifo', not 'legacy'");
    return {};
}

void sortLegacy(ResourceList &resources, const SortOptions &options)
{
    std::unordered_map<std::string, int> ranks;
    const auto &first = options.orderFirst ? *options.orderFirst : knowledge().orderFirst;
    const auto &last = options.orderLast ? *options.orderLast : knowledge().orderLast;
    for (size_t i = 0; i < first.size(); ++i)
        ranks[first[i]] = int(i) - int(first.size());
    for (size_t i = 0; i < last.size(); ++i)
        ranks[last[i]] = int(i) + 1;
    std::vector<Rank> ranked;
    for (const auto &each : resources.items) {
        const Id id = each->id();
        const auto rank = ranks.find(id.gvk.kind);
        ranked.push_back({rank == ranks.end() ? 0 : rank->second, id.gvk.kind == "Namespace", id.gvk.group.empty(),
            orBlank(id.gvk.group, "~G") + '_' + orBlank(id.gvk.version, "~V") + '_' + orBlank(id.gvk.kind, "~K"),
            orBlank(id.nspace, "~X") + '|' + orBlank(id.name, "~N"), each});
    }
    std::stable_sort(ranked.begin(), ranked.end(), isBefore);
    for (size_t i = 0; i < ranked.size(); ++i)
        resources.items[i] = ranked[i].resource;
}

} // namespace render
