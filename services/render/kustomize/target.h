// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/render/kustomize/loader.h"
#include "services/render/kustomize/patches.h"
#include "services/render/kustomize/settings.h"

#include <QStringList>

namespace render {

// What the kustomizations of one build share.
struct Session {
    Version version;
    Budget &budget;
    QStringList warnings = {};
    bool remembersOrigin = false; // what the root's buildMetadata asks for holds for all
};

// One kustomization file and what it makes of the resources below it (kustomize.md 2).
class Target {
public:
    // folder: as seen from the root of the build, for annotations.
    static core::Result<Target> load(std::shared_ptr<const Loader> loader, Session &session, std::string folder = {});

    const Settings &settings() const { return m_settings; }
    // Adds its resources to the list and changes everything in it. Empty at first, but for a component: that continues
    // with what its parent has.
    core::Result<> accumulate(ResourceList &into) const;

private:
    Target(std::shared_ptr<const Loader> loader, std::string file, std::string folder, Settings settings,
        Session &session);

    core::Result<> addResources(ResourceList &into) const;
    core::Result<> addFile(ResourceList &into, const std::string &path) const;
    core::Result<> addFolder(
        ResourceList &into, const std::string &path, std::shared_ptr<const Loader> loader, bool isComponent) const;
    core::Result<> addGenerated(ResourceList &into) const;
    core::Result<> addComponents(ResourceList &into) const;
    core::Result<> transform(ResourceList &resources) const;

    struct Prepared;
    struct Step;
    std::vector<Step> steps(ResourceList &resources, const Prepared &prepared) const;
    void remember(ResourceList &resources, const char *transformer) const;
    core::Result<Prepared> prepare() const;

    std::shared_ptr<const Loader> m_loader;
    std::string m_file;
    std::string m_folder; // as seen from the root of the build
    Settings m_settings;
    Session *m_session;
};

} // namespace render
