// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/render/kustomize/associativelist.h"

#include <algorithm>

namespace render {

namespace {
using Texts = std::vector<std::string>;

bool isEmptyMapping(const Node *node)
{
    return node->isMapping() && node->isEmpty();
}

bool hasValue(const Node *element, const std::string &key, const std::string &value)
{
    if (key.empty())
        return element->isScalar() && element->text() == value;
    for (size_t i = 0; element->isMapping() && i < element->size(); ++i) {
        if (element->key(i)->text() == key && (value.empty() || element->value(i)->text() == value))
            return true;
    }
    return false;
}

// ElementMatcher: the value must be the same, an empty one too.
Node *findElement(const Node *list, const Texts &keys, const Texts &values)
{
    if (!list)
        return nullptr;
    for (Node *item : list->items()) {
        if (keys.front().empty()) {
            if (item->text() == values.front())
                return item;
            continue;
        }
        bool matches = item->isMapping();
        for (size_t i = 0; matches && i < keys.size(); ++i) {
            const Node *field = nullptr;
            for (size_t k = 0; !field && k < item->size(); ++k) {
                if (item->key(k)->text() == keys[i] && item->value(k)->text() == values[i])
                    field = item->value(k);
            }
            matches = field;
        }
        if (matches)
            return item;
    }
    return nullptr;
}

std::vector<Texts> tuples(const Node *list, const Texts &keys)
{
    std::vector<Texts> all;
    for (const Node *item : list ? list->items() : std::span<Node *const>()) {
        Texts tuple;
        for (const std::string &key : keys) {
            const Node *field = key.empty() ? item : item->find(key);
            tuple.push_back(isMissingOrNull(field) ? std::string() : std::string(field->text()));
        }
        all.push_back(std::move(tuple));
    }
    return all;
}

// Two tuples that agree in one part and otherwise only miss something are one, the fuller.
std::optional<Texts> unified(const Texts &a, const Texts &b)
{
    bool common = false;
    Texts result;
    for (size_t i = 0; i < a.size(); ++i) {
        common = common || a[i] == b[i];
        if (a[i] != b[i] && !a[i].empty() && !b[i].empty())
            return {};
        result.push_back(a[i].empty() ? b[i] : a[i]);
    }
    return common ? std::optional(result) : std::nullopt;
}

void unify(std::vector<Texts> &all)
{
    for (size_t i = 0; i < all.size(); ++i) {
        const Texts first = all[i]; // Go's range has it as it was when its turn began
        for (size_t j = 0; j < all.size(); ++j) {
            if (const auto both = unified(first, all[j]))
                all[i] = all[j] = *both;
        }
    }
}

struct Pairs {
    Texts keys;
    Texts values;
};

// Keys that have a value in any of the tuples; all of them if there is none.
Pairs usable(const std::vector<Texts> &all, const Texts &values, const Texts &keys)
{
    Pairs pairs;
    for (size_t i = 0; i < keys.size(); ++i) {
        if (std::any_of(all.begin(), all.end(), [&](const Texts &tuple) { return !tuple[i].empty(); })) {
            pairs.keys.push_back(keys[i]);
            pairs.values.push_back(values[i]);
        }
    }
    return pairs.keys.empty() ? Pairs{keys, values} : pairs;
}

// What is left of the target's elements goes behind those of the patch.
void appendRest(Node *result, const Node *target, const Texts &keys)
{
    for (Node *item : target->items()) {
        if (keys.front().empty()) {
            setElement(result, {""}, {std::string(item->text())}, item);
            continue;
        }
        Texts values;
        for (const std::string &key : keys) {
            if (const Node *field = item->find(key))
                values.emplace_back(field->text());
            else
                result->append(item);
        }
        if (keys.size() > 1)
            setElement(result, keys, values, nullptr);
        setElement(result, keys, values, item);
    }
}
}

void setElement(Node *list, const Texts &keys, const Texts &values, Node *element)
{
    const bool ofMappings = !keys.front().empty() && !values.empty() && !values.front().empty();
    std::vector<Node *> kept;
    bool found = false;
    for (Node *item : list->items()) {
        if (isMissingOrNull(item) || isEmptyMapping(item))
            continue;
        if (!item->isMapping() && ofMappings) {
            kept.push_back(item);
            continue;
        }
        bool matches = true;
        bool last = false; // of a key without a value: what the key before it gave
        for (size_t i = 0; matches && i < keys.size(); ++i) {
            if (i < values.size())
                last = hasValue(item, keys[i], values[i]);
            matches = last;
        }
        if (!matches) {
            if (!values.empty())
                kept.push_back(item);
            continue;
        }
        found = true;
        if (element)
            kept.push_back(element);
    }
    list->clear();
    for (Node *item : kept)
        list->append(item);
    if (!isMissingOrNull(element) && !found)
        list->append(element);
}

core::Result<Node *> AssociativeList::merged(const Texts &names, const MergeElements &merge) const
{
    const Texts keys = names.empty() ? Texts{""} : names;
    std::vector<Texts> all;
    for (const Node *list : {static_cast<const Node *>(patch), static_cast<const Node *>(target)}) {
        for (Texts &tuple : tuples(list && list->isSequence() ? list : nullptr, keys)) {
            if (std::find(all.begin(), all.end(), tuple) == all.end())
                all.push_back(std::move(tuple));
        }
    }
    if (keys.size() > 1)
        unify(all);

    Node *fresh = document.sequence();
    fresh->setStyle(target->style());
    Texts lastKeys = keys;
    for (const Texts &values : all) {
        const Pairs pairs = usable(all, values, keys);
        lastKeys = pairs.keys;
        const Pairs sought = usable({pairs.values}, pairs.values, pairs.keys);
        const auto element = merge(findElement(target, sought.keys, sought.values),
            findElement(patch && patch->isSequence() ? patch : nullptr, sought.keys, sought.values));
        if (!element)
            return element;
        Node *value = *element;
        if (isMissingOrNull(value) || isEmptyMapping(value)) {
            setElement(target, pairs.keys, pairs.values, nullptr);
            continue;
        }
        for (size_t i = 0; i < pairs.keys.size(); ++i) {
            if (value->isMapping() && !value->find(pairs.keys[i]) && !pairs.values[i].empty())
                setField(value, pairs.keys[i], document.scalar(pairs.values[i]));
        }
        setElement(fresh, pairs.keys, pairs.values, value);
    }
    if (all.empty())
        return target;
    appendRest(fresh, target, lastKeys);
    return fresh;
}

} // namespace render
