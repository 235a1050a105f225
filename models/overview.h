// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/column.h"

#include <QDateTime>

namespace models {

// What the first tab of a detail says about one object, in words and groups; how it looks is the view's business.
struct Overview {
    struct Property {
        QString name;
        QString value;
        Kind kind = Kind::Text; // Text, Code, Status, Revision or Age
        State state = State::None;
        QDateTime time = {}; // of a Kind::Age
    };
    struct Condition {
        State state;
        QString type;
        QString value;
        QString reason;
        QString message;
        QDateTime since;
    };
    struct Section {
        QString title;
        QList<Property> properties;
    };

    QString title;
    QString where; // one line: what it is and where it lives
    State state = State::None;
    QString stateWord = {}; // the state's own without
    QString verdict = {}; // one sentence when something needs a person, else empty
    QString verdictDetail = {};
    QList<Condition> conditions = {};
    QList<Section> sections = {};
};

} // namespace models
