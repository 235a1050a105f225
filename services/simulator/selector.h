// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/simulator/object.h"
#include "services/simulator/status.h"

#include <variant>

namespace simulator {

// Which objects a list or watch is about: labelSelector and fieldSelector of a request.
class Selector {
public:
    // Whose fields may be named, the kind says. A Status (400) where the text makes no sense.
    static std::variant<Selector, Status> parsed(const QString &labels, const QString &fields, const Kind &kind);

    bool isEmpty() const { return m_labels.isEmpty() && m_fields.isEmpty(); }
    bool matches(const Object &object) const;

private:
    friend class LabelParser;
    struct Requirement {
        enum class Operator { In, NotIn, Exists, Absent, Greater, Less };
        QString key; // of a label; of a field its path in the stored object
        Operator is = Operator::In;
        QStringList values;
        bool admits(const std::optional<QString> &value) const;
    };

    QList<Requirement> m_labels;
    QList<Requirement> m_fields;
};

} // namespace simulator
