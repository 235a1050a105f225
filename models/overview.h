// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/column.h"

namespace models {

// What the first tab of a detail says about one object, in words and groups; how it looks is the view's business.
struct Overview {
    struct Property {
        QString name;
        QString value;
        Kind kind = Kind::Text; // Text, Code or Status
        State state = State::None;
    };
    struct Section {
        QString title;
        QList<Property> properties;
    };

    QString title;
    QString where; // one line: what it is and where it lives
    State state = State::None;
    QString verdict = {}; // one sentence when something needs a person, else empty
    QString verdictDetail = {};
    QList<Section> sections = {};
};

} // namespace models
