// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/settings.h"

#include "services/core/file.h"

#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QStandardPaths>

using namespace Qt::StringLiterals;

namespace app {

namespace {

constexpr qint64 largest = 1024 * 1024; // a few choices; more is not ours

template<typename T>
T chosen(const QJsonValue &value, std::initializer_list<std::pair<QLatin1StringView, T>> words, T otherwise)
{
    for (const auto &[word, meaning] : words) {
        if (value.toString() == word)
            return meaning;
    }
    return otherwise;
}

constexpr std::initializer_list<std::pair<QLatin1StringView, ui::Appearance>> appearances{
    {"system"_L1, ui::Appearance::System}, {"light"_L1, ui::Appearance::Light}, {"dark"_L1, ui::Appearance::Dark},
    {"contrast"_L1, ui::Appearance::Contrast}};
constexpr std::initializer_list<std::pair<QLatin1StringView, ui::Density>> densities{
    {"comfortable"_L1, ui::Density::Comfortable}, {"compact"_L1, ui::Density::Compact}};

template<typename T>
QString wordFor(T value, std::initializer_list<std::pair<QLatin1StringView, T>> words)
{
    for (const auto &[word, meaning] : words) {
        if (meaning == value)
            return word;
    }
    return {};
}

core::Result<QJsonObject> read(const QString &file)
{
    if (!QFileInfo::exists(file))
        return QJsonObject();
    const auto bytes = core::readFile(file, largest);
    if (!bytes)
        return bytes.error();
    QJsonParseError error;
    const auto document = QJsonDocument::fromJson(*bytes, &error);
    if (error.error != QJsonParseError::NoError || !document.isObject())
        return core::Error(core::Error::Kind::Malformed, u"The settings cannot be read, so the defaults are used"_s,
            u"%1 at byte %2: %3"_s.arg(file)
                .arg(error.offset)
                .arg(error.error == QJsonParseError::NoError ? u"it is not an object"_s : error.errorString()),
            u"mend the file or remove it; until then changes are not kept"_s);
    return document.object();
}

} // namespace

QString settingsFile()
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation) + u"/fluxgate/settings.json"_s;
}

core::Result<Settings> loadSettings(const QString &file)
{
    const auto object = read(file);
    if (!object)
        return object.error();
    const Settings defaults;
    return Settings{chosen((*object)["appearance"_L1], appearances, defaults.appearance),
        chosen((*object)["density"_L1], densities, defaults.density), (*object)["rail"_L1].toBool(defaults.rail)};
}

core::Result<> saveSettings(const QString &file, const Settings &settings)
{
    auto object = read(file);
    if (!object)
        return object.error();
    object->insert("appearance"_L1, wordFor(settings.appearance, appearances));
    object->insert("density"_L1, wordFor(settings.density, densities));
    object->insert("rail"_L1, settings.rail);
    return core::writeFile(file, QJsonDocument(*object).toJson(), core::Access::Private);
}

} // namespace app
