// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/render/kustomize/shapes.h"

#include "services/render/kustomize/fields.h"
#include "services/render/kustomize/problem.h"

#include <algorithm>
#include <span>
#include <vector>

namespace render {

namespace {
enum class Shape { Text, Flag, Whole, TextList, TextMap, FlagMap, Object, ObjectList, Anything };

struct Type;
struct Field {
    std::string_view name;
    Shape shape;
    const Type *type = nullptr; // of Object and ObjectList
    std::string_view embedded = {}; // structs within the struct, which Go names in its messages
};
struct Type {
    std::string_view name; // Go's
    std::span<const Field> fields;
};

constexpr Field ObjectMetaFields[]{
    {"name", Shape::Text}, {"namespace", Shape::Text}, {"labels", Shape::TextMap}, {"annotations", Shape::TextMap}};
constexpr Type ObjectMeta{"ObjectMeta", ObjectMetaFields};
constexpr Field SelectorFields[]{{"group", Shape::Text, nullptr, "ResId.Gvk."},
    {"version", Shape::Text, nullptr, "ResId.Gvk."}, {"kind", Shape::Text, nullptr, "ResId.Gvk."},
    {"name", Shape::Text, nullptr, "ResId."}, {"namespace", Shape::Text, nullptr, "ResId."},
    {"annotationSelector", Shape::Text}, {"labelSelector", Shape::Text}};
constexpr Type SelectorType{"Selector", SelectorFields};
constexpr Field PatchFields[]{{"path", Shape::Text}, {"patch", Shape::Text}, {"target", Shape::Object, &SelectorType},
    {"options", Shape::FlagMap}};
constexpr Type PatchType{"Patch", PatchFields};
constexpr Field ImageFields[]{{"name", Shape::Text}, {"newName", Shape::Text}, {"tagSuffix", Shape::Text},
    {"newTag", Shape::Text}, {"digest", Shape::Text}};
constexpr Type ImageType{"Image", ImageFields};
constexpr Field ReplicaFields[]{{"name", Shape::Text}, {"count", Shape::Whole}};
constexpr Type ReplicaType{"Replica", ReplicaFields};
constexpr Field FieldSpecFields[]{{"group", Shape::Text, nullptr, "Gvk."}, {"version", Shape::Text, nullptr, "Gvk."},
    {"kind", Shape::Text, nullptr, "Gvk."}, {"path", Shape::Text}, {"create", Shape::Flag}};
constexpr Type FieldSpecType{"FieldSpec", FieldSpecFields};
constexpr Field LabelFields[]{{"pairs", Shape::TextMap}, {"includeSelectors", Shape::Flag},
    {"includeTemplates", Shape::Flag}, {"fields", Shape::ObjectList, &FieldSpecType}};
constexpr Type LabelType{"Label", LabelFields};
constexpr Field OptionsFields[]{{"labels", Shape::TextMap}, {"annotations", Shape::TextMap},
    {"disableNameSuffixHash", Shape::Flag}, {"immutable", Shape::Flag}};
constexpr Type OptionsType{"GeneratorOptions", OptionsFields};
constexpr Field ConfigMapFields[]{{"namespace", Shape::Text, nullptr, "GeneratorArgs."},
    {"name", Shape::Text, nullptr, "GeneratorArgs."}, {"behavior", Shape::Text, nullptr, "GeneratorArgs."},
    {"literals", Shape::TextList, nullptr, "GeneratorArgs.KvPairSources."},
    {"files", Shape::TextList, nullptr, "GeneratorArgs.KvPairSources."},
    {"envs", Shape::TextList, nullptr, "GeneratorArgs.KvPairSources."},
    {"env", Shape::Text, nullptr, "GeneratorArgs.KvPairSources."},
    {"options", Shape::Object, &OptionsType, "GeneratorArgs."}};
constexpr Type ConfigMapType{"ConfigMapArgs", ConfigMapFields};
constexpr Field SecretFields[]{{"namespace", Shape::Text, nullptr, "GeneratorArgs."},
    {"name", Shape::Text, nullptr, "GeneratorArgs."}, {"behavior", Shape::Text, nullptr, "GeneratorArgs."},
    {"literals", Shape::TextList, nullptr, "GeneratorArgs.KvPairSources."},
    {"files", Shape::TextList, nullptr, "GeneratorArgs.KvPairSources."},
    {"envs", Shape::TextList, nullptr, "GeneratorArgs.KvPairSources."},
    {"env", Shape::Text, nullptr, "GeneratorArgs.KvPairSources."},
    {"options", Shape::Object, &OptionsType, "GeneratorArgs."}, {"type", Shape::Text}};
constexpr Type SecretType{"SecretArgs", SecretFields};
constexpr Field LegacyFields[]{{"orderFirst", Shape::TextList}, {"orderLast", Shape::TextList}};
constexpr Type LegacyType{"LegacySortOptions", LegacyFields};
constexpr Field SortFields[]{{"order", Shape::Text}, {"legacySortOptions", Shape::Object, &LegacyType}};
constexpr Type SortType{"SortOptions", SortFields};
constexpr Field KustomizationFields[]{{"apiVersion", Shape::Text, nullptr, "TypeMeta."},
    {"kind", Shape::Text, nullptr, "TypeMeta."}, {"metadata", Shape::Object, &ObjectMeta}, {"openapi", Shape::Anything},
    {"namePrefix", Shape::Text}, {"nameSuffix", Shape::Text}, {"namespace", Shape::Text},
    {"commonLabels", Shape::TextMap}, {"labels", Shape::ObjectList, &LabelType}, {"commonAnnotations", Shape::TextMap},
    {"patchesStrategicMerge", Shape::TextList}, {"patchesJson6902", Shape::ObjectList, &PatchType},
    {"patches", Shape::ObjectList, &PatchType}, {"images", Shape::ObjectList, &ImageType},
    {"imageTags", Shape::Anything}, {"replacements", Shape::Anything}, {"replicas", Shape::ObjectList, &ReplicaType},
    {"vars", Shape::Anything}, {"sortOptions", Shape::Object, &SortType}, {"resources", Shape::TextList},
    {"components", Shape::TextList}, {"crds", Shape::Anything}, {"bases", Shape::Anything},
    {"configMapGenerator", Shape::ObjectList, &ConfigMapType}, {"secretGenerator", Shape::ObjectList, &SecretType},
    {"helmGlobals", Shape::Anything}, {"helmCharts", Shape::Anything}, {"helmChartInflationGenerator", Shape::Anything},
    {"generatorOptions", Shape::Object, &OptionsType}, {"configurations", Shape::Anything},
    {"generators", Shape::Anything}, {"transformers", Shape::Anything}, {"validators", Shape::Anything},
    {"buildMetadata", Shape::TextList}};
constexpr Type Kustomization{"Kustomization", KustomizationFields};

bool sameButForCase(std::string_view a, std::string_view b)
{
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : c; };
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [&](char x, char y) { return lower(x) == lower(y); });
}

// What encoding/json calls the value in its messages.
std::string kindOf(const Node *value)
{
    if (value->isMapping())
        return "object";
    if (value->isSequence())
        return "array";
    return value->tag() == "!!bool" ? "bool" : value->tag() == "!!str" ? "string" : "number";
}

class Checker {
public:
    core::Result<> object(const Node *value, const Type &type, const std::string &path) const
    {
        std::vector<size_t> order(value->size());
        for (size_t i = 0; i < order.size(); ++i)
            order[i] = i;
        std::sort(order.begin(), order.end(),
            [&](size_t a, size_t b) { return value->key(a)->text() < value->key(b)->text(); });
        for (const size_t i : order) {
            const std::string name(value->key(i)->text());
            const auto field = std::find_if(type.fields.begin(), type.fields.end(),
                [&](const Field &each) { return sameButForCase(each.name, name); });
            if (field == type.fields.end())
                return problem("json: unknown field \"" + name + '"');
            const std::string own = std::string(field->embedded) + std::string(field->name);
            const std::string inner = path.empty() ? own : path + '.' + own;
            if (auto checked = check(value->value(i), *field, Place{type.name, inner}); !checked)
                return checked;
        }
        return {};
    }

private:
    struct Place {
        std::string_view type;
        std::string path;
    };

    static core::Error mismatch(const Node *value, const Place &place, std::string_view wanted, std::string extra = {})
    {
        return problem("json: cannot unmarshal " + kindOf(value) + extra + " into Go struct field "
            + std::string(place.type) + '.' + place.path + " of type " + std::string(wanted));
    }

    static core::Result<> scalar(const Node *value, const Place &place, std::string_view tag, std::string_view wanted)
    {
        if (isTaggedNull(value) || (value->isScalar() && value->tag() == tag))
            return {};
        if (tag == "!!int" && value->isScalar() && value->tag() == "!!float")
            return mismatch(value, place, wanted, ' ' + std::string(value->text()));
        return mismatch(value, place, wanted);
    }

    template<typename Check>
    static core::Result<> each(const Node *value, const Check &check)
    {
        for (size_t i = 0; i < value->size(); ++i) {
            if (auto checked = check(value->isMapping() ? value->value(i) : value->at(i)); !checked)
                return checked;
        }
        return {};
    }

    core::Result<> check(const Node *value, const Field &field, const Place &place) const
    {
        const std::string goType = field.type ? "types." + std::string(field.type->name) : std::string();
        const auto text = [&](const Node *item) { return scalar(item, place, "!!str", "string"); };
        const auto flag = [&](const Node *item) { return scalar(item, place, "!!bool", "bool"); };
        if (isTaggedNull(value))
            return {};
        switch (field.shape) {
        case Shape::Anything: return {};
        case Shape::Text: return text(value);
        case Shape::Flag: return flag(value);
        case Shape::Whole: return scalar(value, place, "!!int", "int64");
        case Shape::TextList:
            if (!value->isSequence())
                return mismatch(
                    value, place, field.name == "patchesStrategicMerge" ? "[]types.PatchStrategicMerge" : "[]string");
            return each(value, text);
        case Shape::TextMap:
            return value->isMapping() ? each(value, text) : mismatch(value, place, "map[string]string");
        case Shape::FlagMap: return value->isMapping() ? each(value, flag) : mismatch(value, place, "map[string]bool");
        case Shape::Object:
            return value->isMapping() ? object(value, *field.type, place.path) : mismatch(value, place, goType);
        case Shape::ObjectList:
            if (!value->isSequence())
                return mismatch(value, place, "[]" + goType);
            return each(value, [&](const Node *item) -> core::Result<> {
                if (isTaggedNull(item))
                    return {};
                return item->isMapping() ? object(item, *field.type, place.path) : mismatch(item, place, goType);
            });
        }
        return {};
    }
};
}

core::Result<> checkShape(const Node *kustomization)
{
    if (!kustomization->isMapping())
        return problem(
            "json: cannot unmarshal " + kindOf(kustomization) + " into Go value of type types.Kustomization");
    return Checker().object(kustomization, Kustomization, {});
}

const Node *fieldOf(const Node *object, std::string_view name)
{
    if (!object || !object->isMapping())
        return nullptr;
    const Node *found = object->find(name);
    for (size_t i = 0; !found && i < object->size(); ++i) {
        if (sameButForCase(object->key(i)->text(), name))
            found = object->value(i);
    }
    return isMissingOrNull(found) ? nullptr : found;
}

} // namespace render
